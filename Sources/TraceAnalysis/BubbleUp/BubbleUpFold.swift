import TraceModel

/// Second pass: who has what, among bad and good traces.
///
/// A key with more than ``BubbleUpOptions/mostValues`` values is marked, for good: a part of the dump never has more values than the whole, so
/// the mark does not depend on the order. Its numbers are still counted, in buckets.
struct BubbleUpFold: StatefulFold {
  typealias Prior = [BubbleUpStrata]
  typealias Result = State

  struct Options: Sendable {
    var selections: [TraceSelection]
    var maxValues: Int
  }

  struct State: PartialState {
    var tables: BubbleUpTables
    /// All traces, by selection.
    var totals: [BubbleUpCounts]

    mutating func merge(_ other: Self) {
      for selection in totals.indices { totals[selection].add(other.totals[selection]) }
      tables.merge(other.tables)
    }

    var size: Int { tables.size }
  }

  var state: State
  let options: Options
  let prior: [BubbleUpStrata]
  let symbols: SymbolTable
  private var selectors: [TraceSelector]
  private var reader: BubbleUpReader
  /// Of the trace at hand, in a row of all selections' counts.
  private var slots: [Int] = []

  init(options: Options, prior: [BubbleUpStrata], symbols: SymbolTable) {
    self.options = options
    self.prior = prior
    self.symbols = symbols
    selectors = options.selections.map { TraceSelector($0, symbols: symbols) }
    let codes = BubbleUpCodes(symbols: symbols)
    reader = BubbleUpReader(codes: codes)
    state = State(
      tables: BubbleUpTables(codes: codes, maxValues: options.maxValues, selections: selectors.count),
      totals: Array(repeating: .none, count: selectors.count))
  }

  mutating func observe(_ reading: inout JourneyReading) {
    for number in reading.journey.traces {
      let trace = Trace(table: reading.journey.table, index: TraceIndex(number: number))
      let entry = BubbleUpEntryKey(trace)
      slots.removeAll(keepingCapacity: true)
      for selection in selectors.indices {
        let slot = BubbleUpCounts.slot(
          stratum: prior[selection].stratum(of: entry), isBad: selectors[selection].isBad(trace))
        state.totals[selection][slot] += 1
        slots.append(selection * BubbleUpCounts.none.count + slot)
      }
      state.tables.begin(slots)
      reader.read(trace, into: &state.tables)
      state.tables.endTrace()
    }
  }

  static func finish(_ state: consuming State, options: Options, prior: [BubbleUpStrata], symbols: SymbolTable) -> State
  {
    state
  }
}
