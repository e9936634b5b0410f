import Glibc
import HostSystem

/// A new folder that goes away with the value.
package final class TemporaryFolder {
  package let path: String

  package init() throws {
    var template = Array("/tmp/tracemill-tests-XXXXXX".utf8CString)
    // SAFETY: the template ends in NUL and is changed in place.
    guard unsafe mkdtemp(&template) != nil else { throw OutputError("/tmp", "cannot be written", .last) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What lies in the folder, sorted; hidden names too.
  package var names: [String] { FileTree.names(in: path) ?? [] }

  deinit { FileTree.remove(path) }
}

package func text(of path: String) throws -> String {
  String(decoding: try readFile(path, limit: 1 << 26), as: UTF8.self)
}

/// Writes a file as it comes; for what a test starts from.
package func put(_ text: String, at path: String) throws {
  var file = try OutputFile(path)
  try file.write(text)
  try file.commit()
}
