import Glibc
import TraceModel

/// Step 4: errors where they originate: the entry failed, and nobody it called did.
///
/// A failed call that nobody answered is laid at the door of the service that answers such calls in the baseline, or that the call names; unless
/// all failures of the caller come from one of its instances or versions. Calls that were given up after a time that many usual ones
/// take are the caller's. What the baseline never saw is held against the rate of its service, else of all services. A rare error that makes most of
/// the added errors counts by its part in them, not by its rate, as far as it is more than chance would bring to the worst of all operations.
struct ErrorOrigins {
  /// A deadline is too tight when it would have cost more than this part of the baseline's calls, and twice of what it did.
  static let leastLost = 0.05

  /// What an operation, or a service nobody gets an answer from, is charged with.
  struct Charge {
    var now = (hits: 0, calls: 0)
    /// Of the hits, those of which only a log line of severity ERROR says so.
    var onlyLogged = 0
    /// By block of the baseline.
    var before: [(hits: Int, calls: Int)]
    var passedOn = 0
    var exemplar: OperationName?
    /// The failed call out of the traced services that most of the errors come with.
    var client: (name: String, hits: Int)?

    var hitsBefore: Int { before.reduce(0) { $0 + $1.hits } }
    var callsBefore: Int { before.reduce(0) { $0 + $1.calls } }
    var occurrences: RootCauseResult.Occurrences {
      RootCauseResult.Occurrences(before: .init(hitsBefore, of: callsBefore), now: .init(now.hits, of: now.calls))
    }
    /// Errors beyond what the baseline's rate would have brought.
    var added: Double {
      max(0, Double(now.hits) - Double(hitsBefore) / Double(max(1, callsBefore)) * Double(now.calls))
    }
  }

  static func evidence(_ windows: RootCauseComparison, isConfirming: Bool) -> [RootCauseResult.Evidence] {
    let (own, unanswered, deadlines) = ErrorOrigins(windows: windows).charges
    let charges = Array(own.values) + Array(unanswered.values) + Array(deadlines.values)
    let all = charges.map(\.added).sorted().reduce(0, +)
    let doubt = isConfirming ? 0 : 2 * log(Double(max(2, charges.count)))
    func score(_ charge: Charge) -> Double {
      let certain = 1 - doubt / max(doubt, 1e-9, RootCauseNoise.likelihoodRatio(now: charge.now, before: charge.before))
      return RootCauseNoise.increase(
        now: charge.now, before: charge.before, share: all > 0 ? certain * charge.added / all : 0)
    }
    var found: [RootCauseResult.Evidence] = []
    for (name, charge) in own.sorted(by: { $0.key < $1.key }) {
      let score = score(charge)
      if score <= 0 { continue }
      let client = charge.client.map { client in
        let call = OperationName(service: name.service, operation: client.name)
        return (name: client.name, hits: client.hits, callee: windows.incident.slowestLeaf[call]?.callee)
      }
      let origin = RootCauseResult.ErrorOrigin(
        onlyLogged: charge.onlyLogged, passedOn: charge.passedOn, client: client)
      found.append(
        RootCauseResult.Evidence(
          service: name.service, operation: name.operation,
          observation: .errorsOriginated(charge.occurrences, origin), score: score,
          exemplars: windows.incident.failing[name].map { [$0] } ?? [], failures: charge.added))
    }
    for (service, charge) in unanswered.sorted(by: { $0.key < $1.key }) {
      let score = score(charge)
      if score <= 0 { continue }
      found.append(
        RootCauseResult.Evidence(
          service: service, observation: .callsRefused(charge.occurrences), score: score,
          exemplars: charge.exemplar.flatMap { windows.incident.failing[$0] }.map { [$0] } ?? [],
          failures: charge.added))
    }
    for (link, charge) in deadlines.sorted(by: { $0.key < $1.key }) {
      let score = score(charge)
      if score <= 0 { continue }
      found.append(
        RootCauseResult.Evidence(
          service: link.caller, observation: .callsGivenUp(charge.occurrences, callee: link.callee), score: score,
          exemplars: charge.exemplar.flatMap { windows.incident.failing[$0] }.map { [$0] } ?? [],
          failures: charge.added))
    }
    return found
  }

  let windows: RootCauseComparison

  private var none: [Int] { Array(repeating: 0, count: windows.baseline.blockCount) }

  private typealias Charges = (
    own: [OperationName: Charge], unanswered: [String: Charge], deadlines: [RootCauseWindow.Link: Charge]
  )

  private var charges: Charges {
    let callees = KnownCallees(windows)
    let confined = BadPlace.confined(windows)
    let rates = UsualRates(windows.baseline)
    var own: [OperationName: Charge] = [:]
    for (name, blocks) in windows.incident.outcomes {
      let before = windows.baseline.outcomes[name] ?? rates.outcomes(of: name.service)
      let now = windows.now(blocks)
      let logs = windows.comparesLogs
      own[name] = Charge(
        now: (logs ? now.originated : now.originated - now.onlyLogged, now.calls),
        onlyLogged: logs ? now.onlyLogged : 0,
        before: before.map { (logs ? $0.originated : $0.originated - $0.onlyLogged, $0.calls) }, passedOn: now.passedOn)
    }
    var unanswered: [String: Charge] = [:]
    var clients: [String: Set<OperationName>] = [:]
    for leaf in Set(windows.incident.refused.keys).union(windows.baseline.refused.keys).sorted() {
      let hits = windows.incident.refused[leaf].map { windows.now($0) } ?? 0
      let before = windows.baseline.refused[leaf] ?? none
      let client = OperationName(service: leaf.name.service, operation: leaf.client)
      guard let callee = callees[client],
        !confined.contains(client.service) || BadPlace.hasSilentInstance(windows, callee, missing: hits)
      else {
        if var charge = own[leaf.name], hits > charge.client?.hits ?? 0, 2 * hits > charge.now.hits {
          charge.client = (leaf.client, hits)
          own[leaf.name] = charge
        }
        continue
      }
      var charge = unanswered[callee] ?? Charge(before: none.map { _ in (0, 0) })
      charge.now.hits += hits
      if hits > 0, charge.exemplar == nil { charge.exemplar = leaf.name }
      for block in before.indices { charge.before[block].hits += before[block] }
      unanswered[callee] = charge
      clients[callee, default: []].insert(client)
      // One request may miss several answers, and is taken off once.
      if var caller = own[leaf.name] {
        caller.now.hits = max(0, caller.now.hits - hits)
        caller.onlyLogged = min(caller.onlyLogged, caller.now.hits)
        for block in before.indices { caller.before[block].hits = max(0, caller.before[block].hits - before[block]) }
        own[leaf.name] = caller
      }
    }
    for (callee, names) in clients {
      guard var charge = unanswered[callee] else { continue }
      for name in names {
        for answered in [callee, nil] {
          let outgoing = RootCauseWindow.Outgoing(name: name, callee: answered)
          charge.now.calls += windows.incident.outgoing[outgoing].map { windows.now($0) } ?? 0
          let before = windows.baseline.outgoing[outgoing] ?? none
          for block in before.indices { charge.before[block].calls += before[block] }
        }
      }
      if charge.callsBefore == 0 { charge.before = rates.all.map { ($0.originated, $0.calls) } }
      unanswered[callee] = charge
    }
    let deadlines = takeDeadlines(from: &own)
    return (own, unanswered, deadlines)
  }

  /// Takes calls that were given up too early off the operations that were called.
  private func takeDeadlines(from own: inout [OperationName: Charge]) -> [RootCauseWindow.Link: Charge] {
    var deadlines: [RootCauseWindow.Link: Charge] = [:]
    for (given, blocks) in windows.incident.abandoned.sorted(by: { $0.key < $1.key }) {
      let now = blocks[windows.blocks].reduce(into: AbandonedCalls()) { $0.merge($1) }
      let before = windows.baseline.abandoned[given] ?? none.map { _ in AbandonedCalls() }
      let usual = windows.baseline.served[given.name]?.joined ?? Histogram()
      // So many of the baseline's calls would have been given up, too.
      let lost = Double(usual.count(above: now.waited.percentile(50))) / Double(max(1, usual.count))
      let lostBefore = Double(before.reduce(0) { $0 + $1.waited.count }) / Double(max(1, usual.count))
      guard now.waited.count > 0, 2 * now.outlived >= now.waited.count,
        lost > 2 * lostBefore + ErrorOrigins.leastLost, var charge = own[given.name]
      else { continue }
      charge.now.hits = max(0, charge.now.hits - now.waited.count)
      for block in before.indices {
        charge.before[block].hits = max(0, charge.before[block].hits - before[block].waited.count)
      }
      own[given.name] = charge
      let link = RootCauseWindow.Link(caller: given.caller, callee: given.name.service)
      let calls = windows.baseline.links[link] ?? none
      var deadline =
        deadlines[link]
        ?? Charge(
          now: (0, windows.incident.links[link].map { windows.now($0) } ?? 0), before: calls.map { (0, $0) },
          exemplar: given.name)
      deadline.now.hits += now.waited.count
      for block in before.indices { deadline.before[block].hits += before[block].waited.count }
      deadlines[link] = deadline
    }
    return deadlines
  }
}
