public import TraceModel

/// The operations of a dump by name: what a name that somebody gave can be held against.
public struct SpanNamesFold: StatefulFold {
  public typealias Options = Void
  public typealias Prior = Void
  public typealias Result = [OperationName]

  public struct State: PartialState {
    fileprivate var names = Counted<OperationKey, Unit>()

    public mutating func merge(_ other: Self) { names.merge(other.names) }
    public var size: Int { names.size }
  }

  public var state = State()
  public let symbols: SymbolTable

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let table = reading.journey.table
    for row in reading.journey.rows { _ = state.names.number(of: OperationKey(row, in: table)) }
  }

  /// Sorted by name.
  public static func finish(
    _ state: consuming State, options: Void, prior: Void, symbols: SymbolTable
  ) -> [OperationName] {
    state.names.sorted().map { OperationName($0.key, symbols) }
  }
}
