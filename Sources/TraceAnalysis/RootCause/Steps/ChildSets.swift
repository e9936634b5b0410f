import ReportModel
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
  let sets: [[OperationName]: RootCauseWindow.SetCount]
  let known: [[OperationName]: RootCauseWindow.SetCount]

  private var calls: Int { sets.values.reduce(0) { $0 + windows.now($1.counts) } }

  /// Calls of the parent in each block of the baseline.
  private var callsBefore: [Int] {
    known.values.reduce(into: Array(repeating: 0, count: windows.baseline.blockCount)) { total, set in
      for block in total.indices { total[block] += set.counts[block] }
    }
  }

  private func neverSeen() -> RootCauseResult.Evidence? {
    let new = sets.filter { known[$0.key] == nil && windows.now($0.value.counts) > 0 }
    let hits = new.values.reduce(0) { $0 + windows.now($1.counts) }
    if hits == 0 { return nil }
    let once = known.values.filter { $0.counts.sum == 1 }
    let callsBefore = callsBefore
    let before = callsBefore.indices.map { block in
      (hits: once.reduce(0) { $0 + $1.counts[block] }, calls: callsBefore[block])
    }
    let score = RootCauseNoise.increase(now: (hits, calls), before: before)
    guard score > 0, let most = new.sorted(by: ChildSets.isMoreFrequent(windows)).first else { return nil }
    return evidence(
      "new_child_set", score, hits, before,
      "\(hits) of \(calls) calls have children never seen before: \(description(of: most.key))", most.value.example)
  }

  private func stopsEarly() -> RootCauseResult.Evidence? {
    guard let now = sets[[]], let then = known[[]], then.counts.sum < callsBefore.sum else { return nil }
    let hits = windows.now(now.counts)
    let callsBefore = callsBefore
    let before = callsBefore.indices.map { (hits: then.counts[$0], calls: callsBefore[$0]) }
    let score = RootCauseNoise.increase(now: (hits, calls), before: before) / 2
    if score <= 0 { return nil }
    return evidence(
      "stops_early", score, hits, before,
      "\(hits) of \(calls) calls end without calling anybody, before \(then.counts.sum) of \(callsBefore.sum)",
      now.example)
  }

  private func evidence(
    _ signal: String, _ score: Double, _ hits: Int, _ before: [(hits: Int, calls: Int)], _ detail: String,
    _ example: TraceID
  ) -> RootCauseResult.Evidence {
    RootCauseResult.Evidence(
      service: parent.name.service, operation: parent.name.operation, resource: nil, kind: .change,
      dimension: .behaviour, signal: signal, score: score,
      before: .share(before.reduce(0) { $0 + $1.hits }, of: before.reduce(0) { $0 + $1.calls }),
      now: .share(hits, of: calls), detail: detail, exemplars: [example])
  }

  private static func isMoreFrequent(
    _ windows: RootCauseComparison
  ) -> (
    (key: [OperationName], value: RootCauseWindow.SetCount), (key: [OperationName], value: RootCauseWindow.SetCount)
  )
    -> Bool
  {
    { left, right in
      let leftCount = windows.now(left.value.counts)
      let rightCount = windows.now(right.value.counts)
      if leftCount != rightCount { return leftCount > rightCount }
      return left.key.lexicographicallyPrecedes(right.key)
    }
  }

  /// What the set lacks and has more than the nearest known one.
  private func description(of set: [OperationName]) -> String {
    let own = Set(set)
    var nearest: (distance: Int, count: Int, set: [OperationName])?
    for (other, count) in known {
      let distance = own.symmetricDifference(other).count
      let total = count.counts.sum
      let isNearer =
        nearest.map {
          distance != $0.distance
            ? distance < $0.distance
            : total != $0.count ? total > $0.count : other.lexicographicallyPrecedes($0.set)
        } ?? true
      if isNearer { nearest = (distance, total, other) }
    }
    let missing = (nearest?.set ?? []).filter { !own.contains($0) }
    let added = set.filter { !(nearest?.set.contains($0) ?? false) }
    var parts: [String] = []
    if !missing.isEmpty { parts.append("without \(ChildSets.names(missing))") }
    if !added.isEmpty { parts.append("with \(ChildSets.names(added))") }
    return parts.joined(separator: ", ")
  }

  private static func names(_ names: [OperationName]) -> String {
    names.prefix(3).map { "\($0.service) \($0.operation)" }.joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}
