/// What is wrong with a condition that somebody wrote.
public struct TraceConditionError: Error, Equatable, CustomStringConvertible {
  public var problem: String
  /// What to do about it.
  public var remedy: String

  init(_ problem: String, remedy: String) {
    self.problem = problem
    self.remedy = remedy
  }

  public var description: String { "\(problem); \(remedy)" }
}
