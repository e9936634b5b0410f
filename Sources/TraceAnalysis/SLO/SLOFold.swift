public import TraceModel

/// Counts the good and bad requests of objectives, as ``RequestKind`` tells requests.
///
/// A request counts at its end; one without a believable time counts nowhere. Bad is what failed, or took longer than the objective allows.
/// Minutes are counted back from the end of the dump: every window of the alerts is so many whole minutes before it or before a
/// minute of the backtest, so that counts by minute are exact.
public struct SLOFold: StatefulFold {
  public typealias Options = SLOOptions
  public typealias Prior = DumpExtent
  public typealias State = SLOState
  public typealias Result = SLOResult

  /// The tracestate tells of sampling.
  public static let requiredAttributes = AttributeConcept.traceState.names

  public var state: SLOState
  public let options: SLOOptions
  public let prior: DumpExtent
  public let symbols: SymbolTable
  private let traceState: Symbol?
  /// By symbol, the objectives of the service of that name.
  private var objectives: [[Int]]
  /// By objective, then symbol: whether the operation counts; 0 not asked yet, 1 no, 2 yes.
  private var operations: [[UInt8]]

  public init(options: SLOOptions, prior: DumpExtent, symbols: SymbolTable) {
    self.options = options
    self.prior = prior
    self.symbols = symbols
    traceState = AttributeConcept.traceState.names.first.flatMap { symbols.symbol(of: $0) }
    state = SLOState(objectives: options.objectives.count)
    objectives = [[Int]](repeating: [], count: symbols.count)
    operations = options.objectives.map { $0.operation == nil ? [] : [UInt8](repeating: 0, count: symbols.count) }
    for (index, objective) in options.objectives.enumerated() {
      if let service = symbols.symbol(of: objective.service) { objectives[Int(service.index)].append(index) }
    }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for row in journey.rows {
      let asked = objectives[Int(table.columns.services[row].index)]
      if asked.isEmpty { continue }
      let kind = RequestKind(row: row, in: table.columns)
      if kind == .none { continue }
      for index in asked {
        if kind == .incoming { state.requests[index].hasIncoming = true }
        count(row, as: kind, table, index)
      }
    }
  }

  private mutating func count(_ row: Int, as kind: RequestKind, _ table: SpanTable, _ index: Int) {
    let objective = options.objectives[index]
    guard !table.columns.flags[row].contains(.missingTime), counts(table.columns.names[row], index) else { return }
    let end = table.columns.ends[row]
    let isSlow = objective.latency.map { end &- table.columns.starts[row] > $0 } ?? false
    let count = RequestCount(total: 1, bad: isSlow || table.columns.statuses[row] == .error ? 1 : 0)
    // Both lie between 0 and 2 to the power of 62.
    let age = prior.end &- end
    let isSampled = isSampled(row, table)
    let trace = table.columns.traceIDs[Int(table.columns.traces[row])]
    state.requests[index][kind].add(count, age: age, isSampled: isSampled, trace, window: objective.window)
  }

  private mutating func counts(_ name: Symbol, _ index: Int) -> Bool {
    guard let pattern = options.objectives[index].operation else { return true }
    let known = operations[index][Int(name.index)]
    if known != 0 { return known == 2 }
    let counts = pattern.matches(symbols.string(of: name))
    operations[index][Int(name.index)] = counts ? 2 : 1
    return counts
  }

  /// Whether the tracestate carries a sampling threshold.
  private func isSampled(_ row: Int, _ table: SpanTable) -> Bool {
    guard let traceState, let value = table.attribute(traceState, of: SpanIndex(row: row)) else { return false }
    return TraceState(value.text).samplingThreshold.map { $0 > 0 } ?? false
  }

  public static func finish(
    _ state: consuming SLOState, options: SLOOptions, prior: DumpExtent, symbols: SymbolTable
  ) -> SLOResult {
    SLOResult(state, options, prior)
  }
}
