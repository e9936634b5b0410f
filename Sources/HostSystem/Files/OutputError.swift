import Glibc

/// A file, folder or stream that could not be written or read.
package struct OutputError: Error, Equatable, CustomStringConvertible {
  /// The path as the user wrote it, or "standard output".
  package var name: String
  package var problem: String
  package var remedy: String
  /// Nil when the refusal is ours.
  package var system: SystemError?

  /// What the system refused; `action` is what was tried ("cannot be written").
  package init(_ name: String, _ action: String, _ error: SystemError) {
    self.name = name
    problem = "\(action): \(error.message)"
    remedy = error.remedy
    system = error
  }

  package init(_ name: String, refused problem: String, remedy: String) {
    self.name = name
    self.problem = problem
    self.remedy = remedy
  }

  /// Whether the reader of a pipe has gone; the program then ends quietly.
  package var isBrokenPipe: Bool { system?.code == EPIPE }

  package var description: String { "\(name): \(problem); \(remedy)" }
}
