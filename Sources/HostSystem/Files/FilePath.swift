import Glibc

/// Paths as text.
package enum FilePath {
  /// `a/b` for `a/b/c`, `.` for `c`, `/` for `/c`. Slashes at the end do not count.
  package static func folder(of path: String) -> String {
    let bytes = Array(withoutTrailingSlashes(path).utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : withoutTrailingSlashes(String(decoding: bytes[..<slash], as: UTF8.self))
  }

  /// `c` for `a/b/c`, `a/b/c/` and `c`.
  package static func name(of path: String) -> String {
    let bytes = Array(withoutTrailingSlashes(path).utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }

  package static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The path with its symbolic links followed, or `nil` when there is nothing.
  package static func resolved(_ path: String) -> String? {
    // SAFETY: `realpath` returns null or a NUL-terminated string that we free once.
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }
}
