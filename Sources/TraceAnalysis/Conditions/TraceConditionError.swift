/// What is wrong with a condition that somebody wrote.
public struct TraceConditionError: Error, Equatable, CustomStringConvertible {
  public var problem: String
  /// What to do about it.
  public var remedy: String
  /// The key that was taken for an attribute's, where a built-in key may have been meant.
  public var doubtfulKey: String?

  init(_ problem: String, remedy: String, doubtfulKey: String? = nil) {
    self.problem = problem
    self.remedy = remedy
    self.doubtfulKey = doubtfulKey
  }

  public var description: String { "\(problem); \(remedy)" }
}
