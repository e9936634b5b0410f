import TraceModel

/// Third pass: which traces have two of the strongest findings at once, and example traces.
struct BubbleUpPairFold: StatefulFold {
  typealias Options = [TraceSelection]
  typealias Result = [Seen]

  /// What earlier passes found by one selection.
  struct Found: Sendable {
    var strata: BubbleUpStrata
    /// Which of all items are its own.
    var items: Range<Int>
    /// Of how many of the first of them pairs are counted.
    var paired: Int
  }

  struct Prior: Sendable {
    /// By selection.
    var found: [Found]
    /// Of all selections.
    var items: BubbleUpWanted
  }

  /// What was seen by one selection.
  struct Seen: Sendable {
    /// Pairs of items i < j < ``Found/paired``, at index j·(j − 1)/2 + i.
    var pairs: [BubbleUpCounts]
    var pairTraces: [SmallestTraces]
    /// Bad traces with each item.
    var itemTraces: [SmallestTraces]

    init(_ found: Found) {
      let count = max(0, found.paired * (found.paired - 1) / 2)
      pairs = Array(repeating: .none, count: count)
      pairTraces = Array(repeating: SmallestTraces(), count: count)
      itemTraces = Array(repeating: SmallestTraces(), count: found.items.count)
    }

    mutating func merge(_ other: Self) {
      for pair in pairs.indices {
        pairs[pair].add(other.pairs[pair])
        pairTraces[pair].merge(other.pairTraces[pair])
      }
      for item in itemTraces.indices { itemTraces[item].merge(other.itemTraces[item]) }
    }

    /// The index of a pair.
    static func index(_ first: Int, _ second: Int) -> Int { second * (second - 1) / 2 + first }
  }

  struct State: PartialState {
    /// By selection.
    var seen: [Seen]

    mutating func merge(_ other: Self) {
      for selection in seen.indices { seen[selection].merge(other.seen[selection]) }
    }

    var size: Int { seen.reduce(0) { $0 + 128 * $1.pairs.count + 64 * $1.itemTraces.count } }
  }

  var state: State
  let options: [TraceSelection]
  let prior: Prior
  let symbols: SymbolTable
  private var selectors: [TraceSelector]
  private var reader: BubbleUpReader
  private var wanted: BubbleUpWanted

  init(options: [TraceSelection], prior: Prior, symbols: SymbolTable) {
    self.options = options
    self.prior = prior
    self.symbols = symbols
    state = State(seen: prior.found.map { Seen($0) })
    selectors = options.map { TraceSelector($0, symbols: symbols) }
    wanted = prior.items
    reader = BubbleUpReader(codes: BubbleUpCodes(symbols: symbols))
  }

  mutating func observe(_ reading: inout JourneyReading) {
    for number in reading.journey.traces {
      let trace = Trace(table: reading.journey.table, index: TraceIndex(number: number))
      wanted.begin()
      reader.read(trace, into: &wanted)
      wanted.endTrace()
      for selection in selectors.indices { observe(trace, selection) }
    }
  }

  private mutating func observe(_ trace: Trace, _ selection: Int) {
    let found = prior.found[selection]
    let isBad = selectors[selection].isBad(trace)
    let slot = BubbleUpCounts.slot(stratum: found.strata.stratum(of: BubbleUpEntryKey(trace)), isBad: isBad)
    let has = wanted.has[found.items]
    for second in 0..<found.items.count where has[has.startIndex + second] {
      if isBad { state.seen[selection].itemTraces[second].offer(trace.id) }
      if second >= found.paired { continue }
      for first in 0..<second where has[has.startIndex + first] {
        let pair = Seen.index(first, second)
        state.seen[selection].pairs[pair][slot] += 1
        if isBad { state.seen[selection].pairTraces[pair].offer(trace.id) }
      }
    }
  }

  static func finish(_ state: consuming State, options: [TraceSelection], prior: Prior, symbols: SymbolTable) -> [Seen]
  {
    state.seen
  }
}
