import Glibc

/// Paths as text.
enum FilePath {
  /// `a/b` for `a/b/c`, `.` for `c`, `/` for `/c`. Slashes at the end do not count.
  static func folder(of path: String) -> String {
    let bytes = Array(withoutTrailingSlashes(path).utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : withoutTrailingSlashes(String(decoding: bytes[..<slash], as: UTF8.self))
  }

  static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The path with its symbolic links followed, or `nil` when there is nothing.
  static func resolved(_ path: String) -> String? {
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

/// What stands at a path; links are followed unless said otherwise.
enum FileKind: Equatable {
  case nothing, file, folder, link, other

  static func at(_ path: String, followingLinks: Bool = true) -> FileKind {
    var facts = stat()
    // SAFETY: the path is bridged for the call, which writes one `stat`.
    let result = followingLinks ? unsafe stat(path, &facts) : unsafe lstat(path, &facts)
    guard result == 0 else { return .nothing }
    return switch facts.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }
}
