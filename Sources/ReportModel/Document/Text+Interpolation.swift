extension Text: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) {
    self.init(value)
  }

  public init(stringInterpolation: StringInterpolation) {
    runs = stringInterpolation.runs
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var runs: [Run] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      runs.reserveCapacity(2 * interpolationCount + 1)
    }

    public mutating func appendLiteral(_ literal: String) { append(literal, .plain) }

    /// Span data or a word, as plain text.
    public mutating func appendInterpolation(_ content: String) { append(content, .plain) }

    /// A count, with thousands separators.
    public mutating func appendInterpolation(_ count: Int) {
      append(Quantity.count(count).description, .plain)
    }

    public mutating func appendInterpolation(_ quantity: Quantity) { append(quantity.description, .plain) }

    public mutating func appendInterpolation(_ change: Change) { append(change.description, .plain) }

    public mutating func appendInterpolation(_ text: Text) { runs += text.runs }

    public mutating func appendInterpolation(code content: String) { append(content, .code) }

    public mutating func appendInterpolation(strong content: String) { append(content, .strong) }

    public mutating func appendInterpolation(strong quantity: Quantity) { append(quantity.description, .strong) }

    public mutating func appendInterpolation(link content: String, to address: String) {
      append(content, .link(to: address))
    }

    private mutating func append(_ content: String, _ style: Style) {
      if content.isEmpty && style == .plain { return }
      if style == .plain, let last = runs.indices.last, runs[last].style == .plain {
        runs[last].content += content
      } else {
        runs.append(Run(content, style))
      }
    }
  }
}
