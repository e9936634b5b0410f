import TraceModel

/// Numbers the values by which entry points are split.
struct CriticalPathSplit: Sendable {
  private var values = Counted<RootValueKey, Unit>()
  private let reader: RootValueReader

  init(_ attribute: String, values: [[UInt8]], symbols: SymbolTable) {
    reader = RootValueReader(attribute: attribute, symbols: symbols)
    for value in values { _ = self.values.number(of: RootValueKey(bytes: value)) }
  }

  /// By number: `(none)`, `(others)`, then the values.
  static func names(of values: [[UInt8]]) -> [String] {
    ["(none)", "(others)"] + values.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The number of a root's value.
  func number(of row: Int, in table: SpanTable) -> Int {
    guard let value = reader.value(of: row, in: table) else { return 0 }
    return values.existing(RootValueKey(bytes: Array(value.bytes))).map { $0 + 2 } ?? 1
  }
}
