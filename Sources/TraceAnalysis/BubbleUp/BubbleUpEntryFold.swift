import TraceModel

/// First pass: how often each entry is bad, by each of some selections.
struct BubbleUpEntryFold: StatefulFold {
  typealias Options = [TraceSelection]
  typealias Prior = Void
  typealias Result = [BubbleUpStrata]

  struct State: PartialState {
    /// By selection.
    var entries: [Counted<BubbleUpEntryKey, BubbleUpEntryCount>]

    mutating func merge(_ other: Self) {
      for selection in entries.indices { entries[selection].merge(other.entries[selection]) }
    }

    var size: Int { entries.reduce(0) { $0 + $1.size } }
  }

  var state: State
  let options: [TraceSelection]
  let symbols: SymbolTable
  private var selectors: [TraceSelector]

  init(options: [TraceSelection], prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = State(entries: Array(repeating: Counted(), count: options.count))
    selectors = options.map { TraceSelector($0, symbols: symbols) }
  }

  mutating func observe(_ reading: inout JourneyReading) {
    for number in reading.journey.traces {
      let trace = Trace(table: reading.journey.table, index: TraceIndex(number: number))
      let entry = BubbleUpEntryKey(trace)
      for selection in selectors.indices {
        let isBad = selectors[selection].isBad(trace)
        let index = state.entries[selection].number(of: entry)
        state.entries[selection].values[index].traces += 1
        if isBad { state.entries[selection].values[index].bad += 1 }
      }
    }
  }

  /// Returns the classes of entries, by selection.
  static func finish(
    _ state: consuming State, options: [TraceSelection], prior: Void, symbols: SymbolTable
  ) -> [BubbleUpStrata] {
    state.entries.map { BubbleUpStrata($0) }
  }
}
