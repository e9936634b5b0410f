import TraceModel

/// Third pass: which traces have two of the strongest findings at once, and example traces.
struct BubbleUpPairFold: TraceFold {
  /// What an earlier pass found.
  struct Prior: Sendable {
    var strata: BubbleUpStrata
    var items: BubbleUpWanted
    /// Of how many of the first items pairs are counted.
    var paired: Int
  }

  private var selector: TraceSelector
  private let prior: Prior
  private var reader: BubbleUpReader
  private var wanted: BubbleUpWanted
  /// Pairs of items i < j < `paired`, at place j·(j − 1)/2 + i.
  private(set) var pairs: [BubbleUpCounts]
  private(set) var pairTraces: [SmallestTraces]
  /// Bad traces with each item.
  private(set) var itemTraces: [SmallestTraces]

  init(options: TraceSelection, prior: Prior, symbols: SymbolTable) {
    selector = TraceSelector(options, symbols: symbols)
    self.prior = prior
    wanted = prior.items
    reader = BubbleUpReader(codes: BubbleUpCodes(symbols: symbols))
    let count = prior.paired * (prior.paired - 1) / 2
    pairs = Array(repeating: .none, count: max(0, count))
    pairTraces = Array(repeating: SmallestTraces(), count: max(0, count))
    itemTraces = Array(repeating: SmallestTraces(), count: prior.items.count)
  }

  static func place(_ first: Int, _ second: Int) -> Int { second * (second - 1) / 2 + first }

  mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    for number in journey.traces {
      let trace = Trace(table: journey.table, index: TraceIndex(number: number))
      let names = trace.entry.map { FailingSpans.names($0, trace.table) } ?? BubbleUpStrata.noEntry
      let isBad = selector.isBad(trace)
      let slot = BubbleUpCounts.slot(stratum: prior.strata.stratum(of: names), isBad: isBad)
      wanted.begin()
      reader.read(trace, into: &wanted)
      wanted.endTrace()
      for second in wanted.has.indices where wanted.has[second] {
        if isBad { itemTraces[second].offer(trace.id) }
        if second >= prior.paired { continue }
        for first in 0..<second where wanted.has[first] {
          let place = Self.place(first, second)
          pairs[place][slot] += 1
          if isBad { pairTraces[place].offer(trace.id) }
        }
      }
    }
  }

  mutating func merge(_ other: BubbleUpPairFold) {
    for place in pairs.indices {
      pairs[place].add(other.pairs[place])
      pairTraces[place].merge(other.pairTraces[place])
    }
    for place in itemTraces.indices { itemTraces[place].merge(other.itemTraces[place]) }
  }

  consuming func finish() -> BubbleUpPairFold { self }
}

/// Tells which of some items a trace has.
struct BubbleUpWanted: BubbleUpSink, Sendable {
  private struct Wanted: Sendable {
    var place: Int
    var bytes: [UInt8]
    var cut: Double?
    var isLess: Bool
  }

  let count: Int
  /// By item, of the trace at hand.
  private(set) var has: [Bool]
  private var largest: [Double]
  private var byCode: [Int: [Wanted]] = [:]

  init(_ items: [BubbleUpFindings.Candidate]) {
    count = items.count
    has = Array(repeating: false, count: items.count)
    largest = Array(repeating: -.infinity, count: items.count)
    for (place, item) in items.enumerated() {
      byCode[item.code, default: []].append(
        Wanted(place: place, bytes: item.bytes, cut: item.cut, isLess: item.item.comparison == .less))
    }
  }

  mutating func begin() {
    for place in has.indices {
      has[place] = false
      largest[place] = -.infinity
    }
  }

  mutating func add(_ code: Int, _ value: AttributeValue) {
    guard let items = byCode[code] else { return }
    for item in items {
      if item.cut != nil {
        switch value {
        case .int(let number): largest[item.place] = max(largest[item.place], Double(number))
        case .double(let number) where number.isFinite: largest[item.place] = max(largest[item.place], number)
        default: break
        }
      } else if value.bytes.prefix(BubbleUpValues.longest).elementsEqual(item.bytes) {
        has[item.place] = true
      }
    }
  }

  mutating func endTrace() {
    for items in byCode.values {
      for item in items {
        guard let cut = item.cut, largest[item.place] > -.infinity else { continue }
        has[item.place] = (largest[item.place] < cut) == item.isLess
      }
    }
  }
}
