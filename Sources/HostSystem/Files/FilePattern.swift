import Glibc

/// Names with `*`, `?` and `[…]`, as a shell reads them.
package enum FilePattern {
  /// The paths that match, sorted; none when nothing does or a folder cannot be read.
  package static func matches(of pattern: String) -> [String] {
    var result = unsafe glob_t()
    // SAFETY: `glob` fills the structure, which is freed here after its paths have been copied.
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern, 0, nil, &result) == 0, let paths = unsafe result.gl_pathv else { return [] }
    return unsafe (0..<Int(result.gl_pathc)).compactMap { unsafe paths[$0].map { unsafe String(cString: $0) } }
  }
}
