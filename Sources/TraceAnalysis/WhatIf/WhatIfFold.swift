public import TraceModel

/// Replays every journey with changed times; and ranks operations by what half their own time would bring.
public struct WhatIfFold: StatefulFold {
  public typealias Options = WhatIfOptions
  public typealias Prior = Void
  public typealias Result = WhatIfResult

  /// The span attributes the fold reads.
  public static let requiredAttributes = QueuesFold.requiredAttributes + CompletionPathFold.requiredAttributes

  public var state: WhatIfState
  public let options: WhatIfOptions
  public let symbols: SymbolTable
  private var replay: JourneyReplay
  private var trials: OperationTrials

  public init(options: WhatIfOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = WhatIfState(options)
    replay = JourneyReplay(options: options, symbols: symbols)
    trials = OperationTrials(options: options.paths, symbols: symbols)
  }

  public var readingOptions: JourneyReading.Options { JourneyReading.Options(path: options.paths) }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    if options.ranksOperations {
      for row in journey.rows where table.columns.parents[row] < 0 {
        if !table.columns.flags[row].contains(.missingTime) {
          state.addTrial(of: row, options.samples, in: table) { trials.tryOperations(of: row, in: table) }
        }
      }
    }
    if state.met.isEmpty { return }
    reading.findCauses()
    let times = replay.play(journey, &reading.causes)
    for change in state.met.indices { state.met[change] += replay.met[change] }
    for response in times.responses { state.responses[OperationKey(response.row, in: table)].add(response) }
    for completion in times.completions { state.completions[OperationKey(completion.row, in: table)].add(completion) }
  }

  public static func finish(
    _ state: consuming WhatIfState, options: WhatIfOptions, prior: Void, symbols: SymbolTable
  ) -> WhatIfResult {
    let state = state
    var names = CriticalPathNames(symbols: symbols)
    var result = WhatIfResult()
    for (index, change) in options.operations.enumerated() {
      result.changes.append(
        .init(service: change.service, name: change.operation, change: change.change, met: state.met[index]))
    }
    for (index, change) in options.queues.enumerated() {
      result.changes.append(
        .init(
          service: nil, name: change.topic, change: change.change, met: state.met[options.operations.count + index]))
    }
    result.responses = WhatIfState.finished(state.responses, &names)
    result.completions = WhatIfState.finished(state.completions, &names)
    result.gains = state.gains(&names)
    return result
  }
}
