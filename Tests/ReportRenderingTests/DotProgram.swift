import FoundationEssentials
import Glibc

/// Graphviz's `dot`, where this machine has it.
enum DotProgram {
  static var isInstalled: Bool {
    ["/usr/bin/dot", "/usr/local/bin/dot"].contains { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs `dot` with `options` over `input`; gives its exit status (or -1), standard output and standard error.
  static func run(_ options: String, input: String) throws -> (status: Int32, output: String, errors: String) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "tracemill-dot-\(getpid())-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    try Data(input.utf8).write(to: folder.appending(path: "in.dot"))
    // SAFETY: the command is a string of our own; the pointer to it lives for the call.
    let status = unsafe system("dot \(options) < '\(path)/in.dot' > '\(path)/out' 2> '\(path)/err'")
    func text(_ name: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path + "/" + name) ?? Data(), as: UTF8.self)
    }
    return (status == 0 ? 0 : -1, text("out"), text("err"))
  }
}
