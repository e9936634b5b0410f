@preconcurrency @unsafe import Glibc

/// Environment variables as they were when the program started.
package struct Environment: Sendable, Equatable {
  private var values: [String: String]

  package init(_ values: [String: String]) { self.values = values }

  package subscript(_ name: String) -> String? { values[name] }

  /// Sorted.
  package var names: [String] { values.keys.sorted() }

  /// `NAME=value` lines for a child, sorted by name.
  var assignments: [String] { names.map { $0 + "=" + (values[$0] ?? "") } }

  /// The process's own. Read once at start: no other thread may be changing it.
  package static func ofProcess() -> Environment {
    var values: [String: String] = [:]
    // SAFETY: `environ` is a list of NUL-terminated strings that ends with a null pointer, and nothing changes it.
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = unsafe environ
    while let assignment = unsafe next.pointee {
      let text = unsafe String(cString: assignment)
      if let equals = text.firstIndex(of: "=") {
        values[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe next += 1
    }
    return Environment(values)
  }
}
