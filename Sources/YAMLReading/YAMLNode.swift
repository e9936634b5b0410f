/// One value of a YAML text, with the line it begins in.
public struct YAMLNode: Equatable, Sendable {
  public enum Value: Equatable, Sendable {
    /// `null`, `~`, or nothing at all.
    case null
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the text; no key comes twice.
    case mapping([YAMLEntry])
  }

  /// From 1. Of a value that is left out, the line of its key or dash.
  public var line: Int
  public var value: Value

  public init(line: Int, _ value: Value) {
    self.line = line
    self.value = value
  }
}

/// A text as it was written.
public struct YAMLScalar: Equatable, Sendable {
  public enum Style: Equatable, Sendable {
    /// May be a number or a truth value.
    case plain
    /// Is text, whatever it looks like.
    case quoted
    /// `|` or `>`: was passed over, its text is empty.
    case block
  }

  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

/// A key of a mapping with its value.
public struct YAMLEntry: Equatable, Sendable {
  public var key: String
  /// Of the key, from 1.
  public var line: Int
  public var value: YAMLNode

  public init(key: String, line: Int, value: YAMLNode) {
    self.key = key
    self.line = line
    self.value = value
  }
}
