public import TraceModel

/// Where journeys came to in a funnel.
public struct FunnelState: PartialState, Equatable {
  struct Step: Sendable, Equatable {
    /// Journeys whose last step this is, and what they are worth in millionths.
    var ended = 0
    var worth: Int128 = 0
    var exemplars = SmallestTraces()
  }

  var journeys = 0
  /// By step.
  var steps: [Step]

  init(steps: Int) { self.steps = [Step](repeating: Step(), count: steps) }

  public var size: Int { 128 * steps.count }

  public mutating func merge(_ other: FunnelState) {
    journeys += other.journeys
    for index in steps.indices {
      steps[index].ended += other.steps[index].ended
      steps[index].worth += other.steps[index].worth
      steps[index].exemplars.merge(other.steps[index].exemplars)
    }
  }
}

/// Counts how far journeys come.
///
/// A journey reaches a step when spans match all steps up to it, all different, each starting no earlier than the one before: for each step the earliest that
/// fits. Spans without a believable time match nothing.
public struct FunnelFold: StatefulFold {
  public typealias Options = FunnelOptions
  public typealias Prior = Void
  public typealias State = FunnelState
  public typealias Result = FunnelResult

  public var state: FunnelState
  public let options: FunnelOptions
  public let symbols: SymbolTable
  private let steps: [OperationKey?]
  private let value: Symbol?
  /// Rows of the journey that match some step, by start, trace id, span id.
  private var rows: [Int] = []
  private var taken: Set<Int> = []

  public init(options: FunnelOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = FunnelState(steps: options.steps.count)
    steps = options.steps.map { step in
      guard let service = symbols.symbol(of: step.service), let operation = symbols.symbol(of: step.operation) else {
        return nil
      }
      return OperationKey(service: service, operation: operation)
    }
    value = options.value.flatMap { symbols.symbol(of: $0) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    state.journeys += 1
    rows.removeAll(keepingCapacity: true)
    for row in journey.rows
    where !table.columns.flags[row].contains(.missingTime) && steps.contains(OperationKey(row, in: table)) {
      rows.append(row)
    }
    if rows.isEmpty { return }
    // Rows of a trace lie by start and span id, traces by id: only rows of several traces are out of order.
    rows.sort { (table.columns.starts[$0], $0) < (table.columns.starts[$1], $1) }
    guard let (last, row) = lastStep(table) else { return }
    state.steps[last].ended += 1
    state.steps[last].exemplars.offer(table.traceID(of: SpanIndex(row: row)))
    if let value { state.steps[last].worth += FunnelFold.worth(of: journey, value) }
  }

  /// The last step that the journey reaches, and the row that matches it.
  private mutating func lastStep(_ table: SpanTable) -> (step: Int, row: Int)? {
    taken.removeAll(keepingCapacity: true)
    var reached: (step: Int, row: Int)?
    var earliest = Int64.min
    for (number, step) in steps.enumerated() {
      let next = rows.first {
        table.columns.starts[$0] >= earliest && OperationKey($0, in: table) == step && !taken.contains($0)
      }
      guard let next else { break }
      taken.insert(next)
      earliest = table.columns.starts[next]
      reached = (number, next)
    }
    return reached
  }

  /// The first number that a span has under `key`, in millionths; 0 without one. Spans without a believable time come last.
  private static func worth(of journey: Journey, _ key: Symbol) -> Int128 {
    let table = journey.table
    var first: (start: Int64, row: Int, worth: Int128)?
    for row in journey.rows {
      let start = table.columns.flags[row].contains(.missingTime) ? Int64.max : table.columns.starts[row]
      if let first, (first.start, first.row) <= (start, row) { continue }
      table.forEachAttribute(in: table.columns.attributes[row]) { other, value in
        guard other == key, let worth = millionths(value) else { return true }
        first = (start, row, worth)
        return false
      }
    }
    return first?.worth ?? 0
  }

  private static func millionths(_ value: AttributeValue) -> Int128? {
    switch value {
    case .int(let number): Int128(number) * 1_000_000
    // Beyond that there is no money; sums of fewer than 2^60 stay exact.
    case .double(let number) where number.isFinite: Int128(max(-1e20, min(1e20, (number * 1e6).rounded())))
    default: nil
    }
  }

  public static func finish(
    _ state: consuming FunnelState, options: FunnelOptions, prior: Void, symbols: SymbolTable
  ) -> FunnelResult {
    FunnelResult(state, options)
  }
}
