public import TraceModel

/// Replays every journey with changed times; and ranks operations by what half their own time would bring.
///
/// State is bounded by the entry points and, for the ranking, by ``WhatIfOptions/samples`` of each.
public struct WhatIfFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes = QueuesFold.requiredAttributes + CompletionPathFold.requiredAttributes

  private let options: WhatIfOptions
  private let symbols: SymbolTable
  private var journeys: JourneyReplay
  private var met: [Int]
  private var responses = WhatIfTotals()
  private var completions = WhatIfTotals()
  private var trials: OperationTrials

  public init(options: WhatIfOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    journeys = JourneyReplay(options: options, symbols: symbols)
    met = Array(repeating: 0, count: options.operations.count + options.queues.count)
    trials = OperationTrials(options: options, symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    if options.ranksOperations {
      for row in journey.rows where table.columns.parents[row] < 0 {
        if !table.columns.flags[row].contains(.missingTime) { trials.tryOperations(of: row, in: table) }
      }
    }
    if met.isEmpty { return }
    reading.findCauses()
    let times = journeys.play(journey, &reading.causes)
    for place in met.indices { met[place] += journeys.met[place] }
    for response in times.responses { responses.add(response, in: table) }
    for completion in times.completions { completions.add(completion, in: table) }
  }

  public mutating func merge(_ other: Self) {
    for place in met.indices { met[place] += other.met[place] }
    responses.merge(other.responses)
    completions.merge(other.completions)
    trials.merge(other.trials)
  }

  public consuming func finish() -> WhatIfResult {
    var names = CriticalPathNames(symbols: symbols)
    var result = WhatIfResult()
    for (place, change) in options.operations.enumerated() {
      result.changes.append(
        .init(service: change.service, name: change.operation, change: change.change, met: met[place]))
    }
    for (place, change) in options.queues.enumerated() {
      result.changes.append(
        .init(service: nil, name: change.topic, change: change.change, met: met[options.operations.count + place]))
    }
    result.responses = responses.finished(&names)
    result.completions = completions.finished(&names)
    result.gains = trials.finished(&names)
    return result
  }
}

/// Durations before and after, by entry point.
struct WhatIfTotals: Sendable {
  private var index = KeyIndex()
  private var totals: [(before: Histogram, after: Histogram)] = []

  mutating func add(_ times: JourneyReplay.Times, in table: SpanTable) {
    let key = KeyIndex.Key(CriticalPathWalk.pair(table.columns.services[times.row], table.columns.names[times.row]))
    let number = number(of: key)
    totals[number].before.add(times.before)
    totals[number].after.add(times.after)
  }

  mutating func merge(_ other: Self) {
    for (place, key) in other.index.keys.enumerated() {
      let number = number(of: key)
      totals[number].before.merge(other.totals[place].before)
      totals[number].after.merge(other.totals[place].after)
    }
  }

  private mutating func number(of key: KeyIndex.Key) -> Int {
    let number = index.number(of: key)
    if number == totals.count { totals.append((Histogram(), Histogram())) }
    return number
  }

  func finished(_ names: inout CriticalPathNames) -> [WhatIfResult.Entry] {
    let order = totals.indices.sorted { left, right in
      let sums = (totals[left].before.sum, totals[right].before.sum)
      return sums.0 != sums.1 ? sums.0 > sums.1 : index.keys[left].first < index.keys[right].first
    }
    return order.map {
      WhatIfResult.Entry(
        service: names.service(of: index.keys[$0]), operation: names.operation(of: index.keys[$0]),
        before: totals[$0].before, after: totals[$0].after)
    }
  }
}
