extension Simulation {
  /// Executes steps one after another, up to the first failure.
  mutating func run(
    _ steps: [ShopStep], from start: Int, load: Int, in frame: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    var progress = Progress(time: start, failure: nil)
    for step in steps {
      progress = run(step, from: progress.time, load: load, in: frame, &draws)
      if progress.failure != nil { break }
    }
    return progress
  }

  private mutating func run(
    _ step: ShopStep, from start: Int, load: Int, in frame: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    switch step {
    case .work(let microseconds):
      return Progress(
        time: start + ownTime(microseconds: microseconds, load: load, in: frame, at: start, &draws), failure: nil)
    case .workPerMessage(let microseconds):
      let own = ownTime(microseconds: microseconds * frame.messages, load: load, in: frame, at: start, &draws)
      return Progress(time: start + own, failure: nil)
    case .span(let name, let inner):
      var child = frame
      child.span = draws.nextID()
      let progress = run(inner, from: start, load: load, in: child, &draws)
      recordInternal(name, child, parent: frame.span, start: start, progress)
      return progress
    case .call(let callee, let policy): return call(callee, policy, from: start, in: frame, &draws)
    case .query(let statement): return query(statement, from: start, in: frame, &draws)
    case .cached(let statement, let hits, let otherwise):
      var missed = draws.fork()
      let isHit = draws.happens(perTenThousand: hits)
      let read = query(statement, from: start, in: frame, &draws)
      if isHit && read.failure == nil && !losesCache(statement.store, span: frame.span, at: start) { return read }
      return run(otherwise, from: read.time, load: load, in: frame, &missed)
    case .external(let party, let retries, let declined):
      return callExternal(party, retries: retries, declined: declined, from: start, in: frame, &draws)
    case .publish(let topic): return send(to: topic, from: start, in: frame, &draws)
    case .parallel(let branches):
      var end = start
      var failure: Progress.Failure?
      for branch in branches {
        var stream = draws.fork()
        let progress = run(branch, from: start, load: load, in: frame, &stream)
        end = max(end, progress.time)
        if failure == nil { failure = progress.failure }
      }
      return Progress(time: end, failure: failure)
    case .sometimes(let share, let inner):
      var stream = draws.fork()
      if !draws.happens(perTenThousand: share) { return Progress(time: start, failure: nil) }
      return run(inner, from: start, load: load, in: frame, &stream)
    case .perItem(let inner):
      var progress = Progress(time: start, failure: nil)
      for _ in 0..<frame.context.items {
        progress = run(inner, from: progress.time, load: load, in: frame, &draws)
        if progress.failure != nil { break }
      }
      return progress
    case .fails(let share, let kind):
      let fails = draws.happens(perTenThousand: share)
      return Progress(time: start, failure: fails ? Progress.Failure(kind: kind, isOwn: true) : nil)
    }
  }

  private func losesCache(_ store: ShopStore, span: UInt64, at time: Int) -> Bool {
    for effect in scenario.effects where effect.isActive(at: time) {
      if case .missCache(let share) = effect.change, effect.scope.store == store {
        return strikes(share, span: span, salt: 4)
      }
    }
    return false
  }

  private mutating func query(
    _ statement: Statement, from start: Int, in frame: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    var progress = Progress(time: start, failure: nil)
    var times = 1
    if !statement.store.isCache {
      for effect in scenario.effects where effect.isActive(at: start) {
        switch effect.change {
        case .repeatStatements(let count) where effect.scope.selects(frame): times = max(times, count)
        case .waitForPool(let median, let timeouts) where effect.scope.selects(frame):
          progress = waitForConnection(median: median, timeouts: timeouts, from: progress.time, draws)
        default: break
        }
        if progress.failure != nil { return progress }
      }
    }
    var extra = draws
    progress = send(statement, from: progress.time, in: frame, &draws)
    for _ in 1..<times where progress.failure == nil {
      _ = extra.next()
      var stream = extra.fork()
      progress = send(statement, from: progress.time, in: frame, &stream)
    }
    return progress
  }

  private func waitForConnection(median: Int, timeouts: Int, from start: Int, _ draws: SplitMix64) -> Progress {
    var own = draws
    let wait = own.logNormal(median: median * 1_000, spread: 4_096)
    let limit = 3_000_000_000
    if wait >= limit || own.happens(perTenThousand: timeouts) {
      return Progress(time: start + limit, failure: Progress.Failure(kind: .poolTimeout, isOwn: true))
    }
    return Progress(time: start + wait, failure: nil)
  }

  /// One CLIENT span of a database or cache.
  private mutating func send(
    _ statement: Statement, from start: Int, in frame: Frame, _ draws: inout SplitMix64
  ) -> Progress {
    let store = statement.store
    let load = storeLoad[store.rawValue].count(at: start)
    let id = draws.nextID()
    var time = draws.logNormal(median: statement.microseconds * 1_000, spread: 2_900) * load / 1_000
    var failure: FailureKind?
    if draws.happens(perTenThousand: 8) {
      failure = store.isCache ? .cacheTimeout : statement.verb == "SELECT" ? nil : .deadlock
      if failure != nil { time = store.isCache ? 50_000_000 : time + 1_000_000_000 }
    }
    for effect in scenario.effects where effect.isActive(at: start) && effect.scope.store == store {
      guard effect.scope.selects(frame) else { continue }
      switch effect.change {
      case .slowStatements(let factor): time = time * factor / 1_000
      case .failStatements(let share, let kind) where strikes(share, span: id, salt: 5): failure = kind
      default: break
      }
    }
    recordStatement(statement, frame, id: id, start: start, end: start + time, failure)
    return Progress(time: start + time, failure: failure.map { Progress.Failure(kind: $0, isOwn: true) })
  }

  /// CLIENT spans of a party that sends no spans of its own.
  private mutating func callExternal(
    _ party: ExternalParty, retries: Int, declined: Int, from start: Int, in frame: Frame,
    _ draws: inout SplitMix64
  ) -> Progress {
    var stream = draws.fork()
    var time = start
    for attempt in 0...retries {
      let id = stream.nextID()
      var length = stream.logNormal(median: party.medianMicroseconds * 1_000, spread: 2_200)
      let chance = stream.below(10_000)
      var failure: FailureKind? = chance < 30 ? .unavailable : chance < 40 ? .timeout : nil
      if failure == nil, chance >= 10_000 - declined { failure = .declined }
      for effect in scenario.effects where effect.isActive(at: time) && effect.scope.party == party {
        switch effect.change {
        case .slowExternal(let factor): length = length * factor / 1_000
        case .failExternal(let share, let kind) where strikes(share, span: id, salt: 6): failure = kind
        case .hangExternal(let share) where strikes(share, span: id, salt: 7): failure = .timeout
        default: break
        }
      }
      let limit = party.timeoutMicroseconds * 1_000
      if failure == .timeout || length > limit {
        failure = .timeout
        length = limit
      } else if failure == .unavailable {
        length /= 3
      }
      recordExternal(party, frame, id: id, attempt: attempt, start: time, end: time + length, failure)
      time += length
      guard let failure else { break }
      if failure.isRefusal || attempt == retries {
        let kind = failure.isRefusal ? failure : FailureKind.badGateway
        return Progress(time: time, failure: Progress.Failure(kind: kind, isOwn: false))
      }
      time += stream.logNormal(median: 60_000_000, spread: 2_000)
    }
    return Progress(time: time, failure: nil)
  }
}
