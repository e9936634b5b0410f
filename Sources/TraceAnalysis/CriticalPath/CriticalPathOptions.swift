/// What a critical path may be asked to do differently.
public struct CriticalPathOptions: Sendable {
  /// What becomes of a blocking child that ends after its parent.
  public enum Overrun: Sendable {
    /// It counts up to its parent's end.
    case truncate
    /// It leaves the response path: nobody waited for it.
    case detach
  }

  /// Spans of these operations, and all below them, are off the path.
  public var excluded: [(service: String, operation: String)] = []
  public var overrun = Overrun.truncate
  /// How many of the slowest responses keep their segments; nil keeps all. Aggregates never depend on it.
  public var top: Int? = 20

  /// How many nodes the call-context trees of all entry points together may have; beyond, they are cut at the greatest depth that fits.
  public var nodeBudget = 8192

  public init() {}

  /// Splits `SERVICE:OPERATION` at the first `:` that no `\` precedes; `\:` is a plain `:`.
  ///
  /// - Returns: Service and operation, or nil when there is no such `:`.
  public static func operation(named text: String) -> (service: String, operation: String)? {
    var service = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == ":" { return (service, plain(rest)) }
      if character == "\\", rest.first == ":" {
        service.append(":")
        rest.removeFirst()
      } else {
        service.append(character)
      }
    }
    return nil
  }

  private static func plain(_ text: Substring) -> String {
    var plain = ""
    var rest = text
    while let character = rest.popFirst() {
      if character == "\\", rest.first == ":" { continue }
      plain.append(character)
    }
    return plain
  }
}
