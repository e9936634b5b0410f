extension Simulation {
  /// Picks the process that will execute `operation`: any instance in the region of the request.
  func frame(
    for operation: ShopOperation, _ context: RequestContext, at time: Int, _ draws: inout SplitMix64
  ) -> Frame {
    let service = operation.service
    let choice = draws.next()
    let instance = context.region == 1 ? 1 : (service.instanceCount == 3 && choice & 1 == 1 ? 2 : 0)
    return frame(for: operation, context, instance: instance, at: time, span: draws.nextID())
  }

  func frame(
    for operation: ShopOperation, _ context: RequestContext, instance: Int, at time: Int, span: UInt64
  ) -> Frame {
    let service = operation.service
    let isNext = runsNextVersion(service, instance: instance, at: time)
    return Frame(
      context: context, service: service, operation: operation, instance: instance,
      host: ShopPlace.host(of: service, instance: instance), region: ShopPlace.region(ofInstance: instance),
      runsNextVersion: isNext,
      resource: ShopResources.index(of: service, instance: instance, runsNextVersion: isNext), span: span)
  }

  private func runsNextVersion(_ service: ShopService, instance: Int, at time: Int) -> Bool {
    for effect in scenario.effects where effect.scope.service == service {
      guard case .deployNextVersion = effect.change, instance < service.instanceCount - 1 else { continue }
      if time >= effect.onset + instance * 15_000_000_000 && time < effect.cleared { return true }
    }
    return false
  }

  /// Executes the operation of `frame` as a SERVER span.
  mutating func serve(_ frame: Frame, at start: Int, parent: UInt64, _ draws: inout SplitMix64) -> Progress {
    let load = serviceLoad[frame.service.rawValue].count(at: start)
    let progress: Progress
    if let kind = injectedFailure(frame, at: start) {
      let time = start + ownTime(microseconds: 900, load: load, in: frame, at: start, &draws)
      progress = Progress(time: time, failure: Progress.Failure(kind: kind, isOwn: true))
    } else {
      progress = run(ShopBehaviour.steps[frame.operation.rawValue], from: start, load: load, in: frame, &draws)
    }
    recordServer(frame, parent: parent, start: start, progress)
    return progress
  }

  func injectedFailure(_ frame: Frame, at time: Int) -> FailureKind? {
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .failOperations(let share, let kind) = effect.change, effect.scope.selects(frame),
        strikes(share, span: frame.span, salt: 1)
      {
        return kind
      }
    }
    return nil
  }

  /// Calls `callee`, again where the policy says so.
  mutating func call(
    _ callee: ShopOperation, _ policy: CallPolicy, from start: Int, in caller: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    var attempts = draws.fork()
    if policy.ignoresFailure, skipsCall(caller, attempts, at: start) { return Progress(time: start, failure: nil) }
    var time = start
    var attempt = 0
    while true {
      var stream = attempts.fork()
      let outcome = attemptCall(callee, policy, attempt: attempt, from: time, in: caller, &stream)
      time = outcome.time
      guard let failure = outcome.failure else { return Progress(time: time, failure: nil) }
      let storm = stormRetries(of: callee, at: time)
      if failure.kind.isRefusal || attempt >= max(policy.retries, storm) {
        if policy.ignoresFailure { return Progress(time: time, failure: nil) }
        let kind =
          failure.kind.isRefusal ? failure.kind : caller.service == .gateway ? .badGateway : .serverError
        return Progress(time: time, failure: Progress.Failure(kind: kind, isOwn: false))
      }
      if storm == 0 { time += stream.logNormal(median: 25_000_000, spread: 2_500) }
      attempt += 1
    }
  }

  private func skipsCall(_ caller: Frame, _ draws: SplitMix64, at time: Int) -> Bool {
    var own = draws
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .skipOptionalCalls(let share) = effect.change, effect.scope.selects(caller) {
        return strikes(share, span: own.next(), salt: 2)
      }
    }
    return false
  }

  private func stormRetries(of callee: ShopOperation, at time: Int) -> Int {
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .retryCalls(let times) = effect.change, effect.scope.operation == callee { return times }
    }
    return 0
  }

  /// One CLIENT span, and the SERVER span that answers it unless nobody listens.
  private mutating func attemptCall(
    _ callee: ShopOperation, _ policy: CallPolicy, attempt: Int, from start: Int, in caller: Frame,
    _ draws: inout SplitMix64
  ) -> Progress {
    let client = draws.nextID()
    let frame = frame(for: callee, caller.context, at: start, &draws)
    let there = networkTime(to: frame, at: start, &draws)
    let back = networkTime(to: frame, at: start, &draws)
    var outcome: Progress
    if refusesCall(frame, client: client, at: start) {
      let failure = Progress.Failure(kind: .refused, isOwn: true)
      outcome = Progress(time: start + 2 * there + 900_000, failure: failure)
    } else {
      truth.calls[caller.service.rawValue][callee.service.rawValue] += 1
      outcome = serve(frame, at: start + there, parent: client, &draws)
      outcome.time += back
      outcome.failure?.isOwn = false
      let deadline = start + policy.timeoutMilliseconds * 1_000_000
      if outcome.time > deadline {
        outcome = Progress(time: deadline, failure: Progress.Failure(kind: .timeout, isOwn: true))
      }
    }
    recordClient(of: frame, id: client, caller: caller, attempt: attempt, start: start, outcome)
    return outcome
  }

  private func refusesCall(_ server: Frame, client: UInt64, at time: Int) -> Bool {
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .refuseCalls(let share) = effect.change, effect.scope.selects(server) {
        return strikes(share, span: client, salt: 3)
      }
    }
    return false
  }

  private func networkTime(to server: Frame, at time: Int, _ draws: inout SplitMix64) -> Int {
    var gap = draws.logNormal(median: 220_000, spread: 3_000)
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .slowNetwork(let factor) = effect.change, effect.scope.selects(server) { gap = gap * factor / 1_000 }
    }
    return gap
  }

  /// Time that a process spends itself.
  func ownTime(
    microseconds: Int, load: Int, in frame: Frame, at time: Int, _ draws: inout SplitMix64
  ) -> Int {
    var own = draws.logNormal(median: microseconds * 1_000, spread: 2_400) * load / 1_000
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .slowWork(let factor) = effect.change, effect.scope.selects(frame) { own = own * factor / 1_000 }
    }
    for scale in scenario.ownTimes where scale.operation == frame.operation { own = own * scale.factor / 1_000 }
    return own
  }
}
