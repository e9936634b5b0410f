public import TraceModel

/// A time during which an alert would have fired.
public struct FiredAlert: Sendable, Equatable {
  /// Name of the objective.
  public var objective: String
  public var severity: BurnRatePair.Severity
  /// The first minute it fires.
  public var fired: Timestamp
  /// The first minute it no longer does; nil when it still fires at the end.
  public var resolved: Timestamp?

  public init(objective: String, severity: BurnRatePair.Severity, fired: Timestamp, resolved: Timestamp? = nil) {
    self.objective = objective
    self.severity = severity
    self.fired = fired
    self.resolved = resolved
  }

  /// Evaluates the alerts of an objective each minute up to the end of the dump, as a monitor would whose counters begin at zero with the dump.
  ///
  /// - Parameters:
  ///   - objective: The objective.
  ///   - minutes: Requests by whole minutes from their end to the end of the dump.
  ///   - end: Of the dump, ns since the epoch.
  /// - Returns: Page before ticket, then by time.
  /// - Complexity: O(*n* log *n*) in the minutes with requests: between those in which one of them enters or leaves a window nothing changes.
  static func all(of objective: ServiceObjective, _ minutes: [Int64: RequestCount], end: Int64) -> [FiredAlert] {
    let lengths: [Int] = Set(BurnRatePair.all.flatMap { [$0.long, $0.short] }).sorted()
    // Time runs forward as the minute to go becomes smaller.
    let counts = minutes.sorted { $0.key > $1.key }
    var changes: Set<Int64> = []
    for (minute, _) in counts {
      changes.insert(minute)
      for length in lengths where minute >= Int64(length) { changes.insert(minute - Int64(length)) }
    }
    let moments = changes.sorted { $0 > $1 }
    var sums = [RequestCount](repeating: RequestCount(), count: lengths.count)
    var left = [Int](repeating: 0, count: lengths.count)
    var entered = 0
    var open: [BurnRatePair.Severity: FiredAlert] = [:]
    var alerts: [FiredAlert] = []
    for moment in moments {
      while entered < counts.count, counts[entered].key >= moment {
        for index in sums.indices { sums[index].add(counts[entered].value) }
        entered += 1
      }
      for index in sums.indices {
        while left[index] < entered, counts[left[index]].key >= moment + Int64(lengths[index]) {
          sums[index].remove(counts[left[index]].value)
          left[index] += 1
        }
      }
      func sum(_ length: Int) -> RequestCount { lengths.firstIndex(of: length).map { sums[$0] } ?? RequestCount() }
      let time = Timestamp(nanoseconds: end - moment * BurnRatePair.minute)
      for severity in BurnRatePair.Severity.allCases {
        let fires = BurnRatePair.all.contains {
          $0.severity == severity && $0.fires(sum($0.long), sum($0.short), objective)
        }
        if fires, open[severity] == nil {
          open[severity] = FiredAlert(objective: objective.name, severity: severity, fired: time, resolved: nil)
        } else if !fires, var alert = open.removeValue(forKey: severity) {
          alert.resolved = time
          alerts.append(alert)
        }
      }
    }
    alerts += open.values
    return BurnRatePair.Severity.allCases.flatMap { severity in
      alerts.filter { $0.severity == severity }.sorted { $0.fired < $1.fired }
    }
  }
}
