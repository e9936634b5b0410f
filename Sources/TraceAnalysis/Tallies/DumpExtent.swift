public import TraceModel

/// From the earliest start to the latest end of spans with a believable time.
public struct DumpExtent: PartialState, Mergeable, Equatable {
  /// Both in ns since the epoch; `start > end` when no span has a time.
  public var start: Int64
  public var end: Int64

  public init() { self.init(start: .max, end: 0) }

  public init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }

  public var isEmpty: Bool { start > end }

  /// In ns; 0 when nothing has a time.
  public var length: Int64 { isEmpty ? 0 : end - start }

  public var size: Int { MemoryLayout<DumpExtent>.size }

  public mutating func merge(_ other: DumpExtent) {
    start = min(start, other.start)
    end = max(end, other.end)
  }
}

/// Finds the ``DumpExtent`` of some journeys.
public struct DumpExtentFold: StatefulFold {
  public typealias Options = Void
  public typealias Prior = Void
  public typealias State = DumpExtent
  public typealias Result = DumpExtent

  public var state = DumpExtent()
  public let symbols: SymbolTable

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let columns = reading.journey.table.columns
    for row in reading.journey.rows where !columns.flags[row].contains(.missingTime) {
      state.start = min(state.start, columns.starts[row])
      state.end = max(state.end, columns.ends[row])
    }
  }

  public static func finish(
    _ state: consuming DumpExtent, options: Void, prior: Void, symbols: SymbolTable
  ) -> DumpExtent {
    state
  }
}
