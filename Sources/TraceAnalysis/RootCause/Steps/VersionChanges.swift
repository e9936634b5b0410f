import TraceModel

/// Step 7: versions first seen in the incident, and deployments near the onset. They raise a score, and never make one.
struct VersionChanges {
  /// How long before the onset a deployment still counts (ns).
  static let reach: Int64 = 1_800_000_000_000

  /// What was rolled out, by service.
  static func changes(
    _ windows: RootCauseComparison, _ deployments: [Deployment], onset: Timestamp?
  ) -> [String: RootCauseResult.Rollout] {
    var changes: [String: RootCauseResult.Rollout] = [:]
    for (name, _) in windows.incident.newVersions(since: windows.baseline) {
      changes[name.service] = .newVersion(name.operation)
    }
    let around = onset ?? windows.incident.span?.start
    for deployment in deployments.sorted(by: { ($0.time, $0.service, $0.version) < ($1.time, $1.service, $1.version) })
    {
      guard let around, abs(deployment.time.subtractingSaturated(around.nanoseconds)) <= reach else { continue }
      changes[deployment.service] = .deployment(
        version: deployment.version, note: deployment.note, time: Timestamp(nanoseconds: deployment.time))
    }
    return changes
  }
}

extension RootCauseWindow {
  /// Versions (as the operations of their services) that only this window has, of services that both have, by name, each with when it was first
  /// seen (ns since the epoch).
  public func newVersions(since baseline: RootCauseWindow) -> [(name: OperationName, firstSeen: Int64)] {
    let services = Set(baseline.versions.keys.map(\.service))
    return versions.filter { name, _ in
      !name.operation.isEmpty && baseline.versions[name] == nil && services.contains(name.service)
    }.sorted { $0.key < $1.key }.map { (name: $0.key, firstSeen: $0.value) }
  }
}

extension Int64 {
  package func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, overflowed) = subtractingReportingOverflow(other)
    // The least number has no magnitude.
    return overflowed ? .max : Swift.max(difference, -.max)
  }
}
