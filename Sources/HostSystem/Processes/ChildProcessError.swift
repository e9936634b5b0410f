/// A program that could not be started or listened to.
package struct ChildProcessError: Error, Equatable, CustomStringConvertible {
  package var program: String
  package var error: SystemError

  package init(program: String, error: SystemError) {
    self.program = program
    self.error = error
  }

  package var description: String { "\(program): it could not be run (\(error.message)); does it run by itself?" }
}
