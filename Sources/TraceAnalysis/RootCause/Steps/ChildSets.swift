import TraceModel

/// Step 3: parents with sets of children never seen before, and parents that stop before they call anybody.
///
/// How often a set is new in a baseline without change is the share of sets that occur once (Good and Turing). A change of mix
/// between known sets is no evidence, save that the empty set, an execution that stops early, counts half.
struct ChildSets {
  static func evidence(_ windows: RootCauseComparison) -> [RootCauseResult.Evidence] {
    var found: [RootCauseResult.Evidence] = []
    for (parent, sets) in windows.incident.sets.sorted(by: { $0.key < $1.key }) {
      guard let known = windows.baseline.sets[parent] else { continue }
      let step = ChildSets(windows: windows, parent: parent, sets: sets, known: known)
      if let evidence = step.neverSeen() { found.append(evidence) }
      if parent.kind != .client, let evidence = step.stopsEarly() { found.append(evidence) }
    }
    return found
  }

  let windows: RootCauseComparison
  let parent: RootCauseWindow.Parent
  let sets: [UInt64: RootCauseWindow.SetCount]
  let known: [UInt64: RootCauseWindow.SetCount]

  private var calls: Int { sets.values.reduce(0) { $0 + windows.now($1.counts) } }

  /// Calls of the parent in each block of the baseline.
  private var callsBefore: [Int] {
    known.values.reduce(into: Array(repeating: 0, count: windows.baseline.blockCount)) { total, set in
      for block in total.indices { total[block] += set.counts[block] }
    }
  }

  private func neverSeen() -> RootCauseResult.Evidence? {
    var hits = 0
    for (digest, set) in sets where known[digest] == nil { hits += windows.now(set.counts) }
    if hits == 0 { return nil }
    let callsBefore = callsBefore
    var hitsBefore = [Int](repeating: 0, count: callsBefore.count)
    for set in known.values where set.counts.sum == 1 {
      for block in hitsBefore.indices { hitsBefore[block] += set.counts[block] }
    }
    let before = callsBefore.indices.map { (hits: hitsBefore[$0], calls: callsBefore[$0]) }
    let score = RootCauseNoise.increase(now: (hits, calls), before: before)
    guard score > 0, let most = mostFrequentNew() else { return nil }
    let (missing, added) = difference(of: most)
    return evidence(
      .newChildSet(occurrences(hits, before), missing: missing, added: added), score, most.example)
  }

  private func stopsEarly() -> RootCauseResult.Evidence? {
    let empty = RootCauseWindow.SetCount.digest(of: [])
    guard let now = sets[empty], let then = known[empty], then.counts.sum < callsBefore.sum else { return nil }
    let hits = windows.now(now.counts)
    let callsBefore = callsBefore
    let before = callsBefore.indices.map { (hits: then.counts[$0], calls: callsBefore[$0]) }
    let score = RootCauseNoise.increase(now: (hits, calls), before: before) / 2
    if score <= 0 { return nil }
    return evidence(.stopsEarly(occurrences(hits, before)), score, now.example)
  }

  private func occurrences(_ hits: Int, _ before: [(hits: Int, calls: Int)]) -> RootCauseResult.Occurrences {
    RootCauseResult.Occurrences(
      before: .init(before.reduce(0) { $0 + $1.hits }, of: before.reduce(0) { $0 + $1.calls }),
      now: .init(hits, of: calls))
  }

  private func evidence(
    _ observation: RootCauseResult.Observation, _ score: Double, _ example: TraceID
  ) -> RootCauseResult.Evidence {
    RootCauseResult.Evidence(
      service: parent.name.service, operation: parent.name.operation, observation: observation, score: score,
      exemplars: [example])
  }

  /// The set never seen before that most calls have; ties go by its names.
  private func mostFrequentNew() -> RootCauseWindow.SetCount? {
    var best: (count: Int, set: RootCauseWindow.SetCount)?
    for (digest, set) in sets where known[digest] == nil {
      let count = windows.now(set.counts)
      if count == 0 || count < best?.count ?? 0 { continue }
      if let other = best, other.count == count, !names(of: set).lexicographicallyPrecedes(names(of: other.set)) {
        continue
      }
      best = (count, set)
    }
    return best?.set
  }

  private func names(of set: RootCauseWindow.SetCount) -> [OperationName] { names(of: set.members) }

  private func names(of members: [UInt64]) -> [OperationName] {
    members.compactMap { windows.incident.memberNames[$0] ?? windows.baseline.memberNames[$0] }.sorted()
  }

  /// What the set lacks and has more than the nearest known one, by name.
  private func difference(
    of set: RootCauseWindow.SetCount
  ) -> (missing: [OperationName], added: [OperationName]) {
    let own = Set(set.members)
    var nearest: (distance: Int, count: Int, set: RootCauseWindow.SetCount)?
    for other in known.values {
      let shared = other.members.reduce(0) { $0 + (own.contains($1) ? 1 : 0) }
      let distance = own.count + other.members.count - 2 * shared
      let total = other.counts.sum
      let isNearer =
        nearest.map {
          distance != $0.distance
            ? distance < $0.distance
            : total != $0.count ? total > $0.count : names(of: other).lexicographicallyPrecedes(names(of: $0.set))
        } ?? true
      if isNearer { nearest = (distance, total, other) }
    }
    let near = Set(nearest?.set.members ?? [])
    return (names(of: Array(near.subtracting(own))), names(of: Array(own.subtracting(near))))
  }
}
