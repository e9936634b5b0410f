/// A program that could not be started or listened to.
struct ChildProcessError: Error, Equatable, CustomStringConvertible {
  var program: String
  var problem: String
  /// The system's error number.
  var code: Int32

  var description: String { "\(program): \(problem) (system error \(code)); does it run by itself?" }
}
