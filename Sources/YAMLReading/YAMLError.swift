/// Why a YAML text cannot be read, or does not say what it should: a line, what is wrong there, what to do.
public struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Of the text, from 1.
  public var line: Int
  public var problem: String
  public var remedy: String

  public init(line: Int, _ problem: String, remedy: String) {
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// `3: a tab is in the indentation; indent by spaces`: the file's name and a colon go before it.
  public var description: String { "\(line): \(problem); \(remedy)" }
}
