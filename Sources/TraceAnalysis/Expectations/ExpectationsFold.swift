public import TraceModel

/// What was seen of what is expected.
public struct ExpectationsState: PartialState, Equatable {
  /// Requests, or spans where a service is expected.
  struct Tally: Mergeable, Equatable {
    var count = 0
    var errors = 0
    /// Of those with a believable time, in ns.
    var durations = Histogram()
    /// How many of these are within the limit: percentiles of a histogram are nearly exact, whether one passes must be.
    var withinLimit = 0

    init() {}

    mutating func merge(_ other: Tally) {
      count += other.count
      errors += other.errors
      durations.merge(other.durations)
      withinLimit += other.withinLimit
    }
  }

  var traces = 0
  /// Without an orphan.
  var wholeTraces = 0
  /// In the order of the expectations.
  var tallies: [ServiceRequests<Tally>]

  init(expectations: Int) {
    tallies = [ServiceRequests<Tally>](repeating: ServiceRequests(), count: expectations)
  }

  public var size: Int { tallies.count * 4096 }

  public mutating func merge(_ other: ExpectationsState) {
    traces += other.traces
    wholeTraces += other.wholeTraces
    for index in tallies.indices { tallies[index].merge(other.tallies[index]) }
  }
}

/// Holds a dump against expectations. Requests are told as by ``RequestKind``.
public struct ExpectationsFold: StatefulFold {
  public typealias Options = [Expectation]
  public typealias Prior = Void
  public typealias State = ExpectationsState
  public typealias Result = [ExpectationResult]

  /// The span attributes the fold reads: none.
  public static let requiredAttributes: [String] = []

  public var state: ExpectationsState
  public let options: [Expectation]
  public let symbols: SymbolTable
  private let limits: [Int64]
  /// By symbol, the expectations about the service of that name.
  private var asked: [[Int]]
  /// By expectation, then symbol: whether the operation counts; 0 not asked yet, 1 no, 2 yes.
  private var operations: [[UInt8]]

  public init(options: [Expectation], prior: Void = (), symbols: SymbolTable) {
    self.options = options
    limits = options.map(\.greatestDuration)
    self.symbols = symbols
    state = ExpectationsState(expectations: options.count)
    asked = [[Int]](repeating: [], count: symbols.count)
    operations = options.map { $0.operation == nil ? [] : [UInt8](repeating: 0, count: symbols.count) }
    for (index, expectation) in options.enumerated() {
      if let service = expectation.service.flatMap({ symbols.symbol(of: $0) }) {
        asked[Int(service.index)].append(index)
      }
    }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let columns = journey.table.columns
    for trace in journey.traces {
      let rows = Int(columns.traceOffsets[trace])..<Int(columns.traceOffsets[trace + 1])
      state.traces += 1
      if !rows.contains(where: { columns.flags[$0].contains(.orphan) }) { state.wholeTraces += 1 }
      for row in rows {
        let asked = asked[Int(columns.services[row].index)]
        if asked.isEmpty { continue }
        let kind = RequestKind(row: row, in: columns)
        for index in asked { count(row, kind, columns, index) }
      }
    }
  }

  private mutating func count(_ row: Int, _ kind: RequestKind, _ columns: SpanColumns, _ index: Int) {
    if case .service = options[index] {
      state.tallies[index].topmost.count += 1
      return
    }
    if kind == .none { return }
    if kind == .incoming { state.tallies[index].hasIncoming = true }
    guard counts(columns.names[row], index) else { return }
    state.tallies[index][kind].count += 1
    if columns.statuses[row] == .error { state.tallies[index][kind].errors += 1 }
    if columns.flags[row].contains(.missingTime) { return }
    let duration = columns.ends[row] &- columns.starts[row]
    state.tallies[index][kind].durations.add(duration)
    if duration <= limits[index] { state.tallies[index][kind].withinLimit += 1 }
  }

  private mutating func counts(_ name: Symbol, _ index: Int) -> Bool {
    guard let pattern = options[index].operation else { return true }
    let known = operations[index][Int(name.index)]
    if known != 0 { return known == 2 }
    let counts = pattern.matches(symbols.string(of: name))
    operations[index][Int(name.index)] = counts ? 2 : 1
    return counts
  }

  public static func finish(
    _ state: consuming ExpectationsState, options: [Expectation], prior: Void, symbols: SymbolTable
  ) -> [ExpectationResult] {
    let state = state
    return zip(options, state.tallies).map { ExpectationResult($0, $1.counted, state) }
  }
}
