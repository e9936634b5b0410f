public import TraceModel

/// The operations of a dump by name: what a name that somebody gave can be held against.
public struct SpanNamesFold: TraceFold {
  private let symbols: SymbolTable
  /// Service in the high, name in the low half.
  private var pairs: Set<UInt64> = []

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let columns = journey.table.columns
    for row in journey.rows { pairs.insert(CriticalPathWalk.pair(columns.services[row], columns.names[row])) }
  }

  public mutating func merge(_ other: Self) { pairs.formUnion(other.pairs) }

  /// Sorted by name.
  public consuming func finish() -> [OperationName] {
    let symbols = symbols
    return pairs.map {
      OperationName(
        service: symbols.string(of: Symbol(UInt32($0 >> 32))),
        operation: symbols.string(of: Symbol(UInt32($0 & 0xffff_ffff))))
    }.sorted()
  }
}
