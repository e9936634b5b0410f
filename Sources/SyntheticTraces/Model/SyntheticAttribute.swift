/// A key with its value, as OpenTelemetry attaches them to resources, spans, events and links.
public struct SyntheticAttribute: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case string(String)
    case int(Int)
    case bool(Bool)
    /// An amount in hundredths, written as a decimal number: 12995 is 129.95.
    case hundredths(Int)
    case strings([String])
  }

  public var key: String
  public var value: Value

  public init(_ key: String, _ value: Value) {
    self.key = key
    self.value = value
  }

  init(_ key: String, _ value: String) { self.init(key, .string(value)) }
  init(_ key: String, _ value: Int) { self.init(key, .int(value)) }
}
