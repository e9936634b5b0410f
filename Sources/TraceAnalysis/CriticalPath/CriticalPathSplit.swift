import TraceModel

/// Numbers the values by which entry points are split.
struct CriticalPathSplit: Sendable {
  /// By number: `(none)`, `(others)`, then the values.
  let names: [String]
  private var values = KeyIndex()
  private let reader: RootValueReader

  init(_ attribute: String, values: [[UInt8]], symbols: SymbolTable) {
    reader = RootValueReader(attribute: attribute, symbols: symbols)
    names = ["(none)", "(others)"] + values.map { String(decoding: $0, as: UTF8.self) }
    for value in values { _ = self.values.number(of: RootValueReader.key(of: value[...])) }
  }

  /// The number of a root's value.
  func number(of row: Int, in table: SpanTable) -> Int {
    guard let value = reader.value(of: row, in: table) else { return 0 }
    return values.existing(RootValueReader.key(of: value.bytes)).map { $0 + 2 } ?? 1
  }
}
