public import TraceModel

/// Holds every service against the rules of the Instrumentation Score.
///
/// Spans without a believable time are not short; spans of a resource without a name belong to `unknown_service`.
public struct InstrumentationScoreFold: StatefulFold {
  public typealias Options = Void
  public typealias Prior = Void
  public typealias State = InstrumentationScoreState
  public typealias Result = InstrumentationScoreResult

  /// Those that belong on resources: whether a span has them is what is asked.
  public static let requiredAttributes = AttributeLevels.ofResources

  public var state = InstrumentationScoreState()
  public let symbols: SymbolTable
  private let unnamed: Symbol?
  /// By symbol, whether it is a key that belongs on resources.
  private var belongsOnResources: [Bool]
  /// What is known of resources, by number.
  private var facts: [ResourceFacts?] = []
  /// Of the trace at hand: by service, INTERNAL spans and short spans.
  private var counts: [Symbol: (internals: Int, shorts: Int)] = [:]

  public init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    self.symbols = symbols
    unnamed = symbols.symbol(of: "unknown_service")
    belongsOnResources = [Bool](repeating: false, count: symbols.count)
    for key in AttributeLevels.ofResources {
      if let symbol = symbols.symbol(of: key) { belongsOnResources[Int(symbol.index)] = true }
    }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for trace in journey.traces {
      let rows = Int(table.columns.traceOffsets[trace])..<Int(table.columns.traceOffsets[trace + 1])
      observe(rows, of: table.columns.traceIDs[trace], table)
    }
  }

  private mutating func observe(_ rows: Range<Int>, of trace: TraceID, _ table: SpanTable) {
    let columns = table.columns
    counts.removeAll(keepingCapacity: true)
    var shorts = 0
    for row in rows {
      let service = columns.services[row].isEmpty ? unnamed ?? .empty : columns.services[row]
      let isInternal = columns.kinds[row] == .internal
      let isShort =
        !columns.flags[row].contains(.missingTime)
        && columns.ends[row] &- columns.starts[row] < InstrumentationRule.shortSpan
      if isShort { shorts += 1 }
      counts[service, default: (0, 0)].internals += isInternal ? 1 : 0
      counts[service, default: (0, 0)].shorts += isShort ? 1 : 0
      observe(row, of: trace, service, table)
    }
    for (service, count) in counts {
      if count.internals > InstrumentationRule.mostInternalSpans {
        state.services[service, default: .init()].internalSpans.add(trace)
      }
      if shorts > InstrumentationRule.mostShortSpans, count.shorts > 0 {
        state.services[service, default: .init()].shortSpans.add(trace)
      }
    }
  }

  private mutating func observe(_ row: Int, of trace: TraceID, _ service: Symbol, _ table: SpanTable) {
    let columns = table.columns
    let facts = facts(of: Int(columns.resources[row]), table)
    let isOrphan = columns.flags[row].contains(.orphan)
    let isClientRoot = columns.parentIDs[row].isNone && columns.kinds[row] == .client
    state.services[service, default: .init()].resources[facts, default: SmallestTraces()].offer(trace)
    if isOrphan { state.services[service]?.orphans.add(trace) }
    if isClientRoot { state.services[service]?.clientRoots.add(trace) }
    guard table.hasAttribute(in: columns.attributes[row], where: { belongsOnResources[Int($0.index)] }) else { return }
    state.services[service]?.misplacedSpans.add(trace)
    var keys: Set<Symbol> = []
    _ = table.hasAttribute(in: columns.attributes[row]) { key in
      if belongsOnResources[Int(key.index)] { keys.insert(key) }
      return false
    }
    for key in keys { state.services[service]?.misplaced[key, default: 0] += 1 }
  }

  private mutating func facts(of number: Int, _ table: SpanTable) -> ResourceFacts {
    while facts.count <= number { facts.append(nil) }
    if let known = facts[number] { return known }
    let read = ResourceFacts(table.resources[number], in: table)
    facts[number] = read
    return read
  }

  public static func finish(
    _ state: consuming InstrumentationScoreState, options: Void, prior: Void, symbols: SymbolTable
  ) -> InstrumentationScoreResult {
    InstrumentationScoreResult(state, symbols)
  }
}
