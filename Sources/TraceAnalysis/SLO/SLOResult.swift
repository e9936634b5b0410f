public import TraceModel

/// How objectives stand at the end of a dump.
public struct SLOResult: Sendable {
  /// Worst first.
  public enum Verdict: String, Sendable {
    case page, ticket, ok
    case insufficientData = "insufficient_data"
  }

  /// What a pair of windows says.
  public struct Pair: Sendable {
    public var pair: BurnRatePair
    public var long: RequestCount
    public var short: RequestCount
    /// Whether the dump is as long as the long window, or nearly.
    public var isCovered: Bool
    /// Whether a single bad request would trip the pair.
    public var isThin: Bool
    /// Nil when it cannot be judged.
    public var isFiring: Bool?
  }

  public struct Objective: Sendable {
    public var objective: ServiceObjective
    /// Within the objective's window.
    public var window: RequestCount
    public var verdict: Verdict
    /// In the order of ``BurnRatePair/all``.
    public var pairs: [Pair]
    /// Traces of bad requests within the window.
    public var exemplars: [TraceID]
    /// Requests whose spans say that only a share of their like was sampled.
    public var sampledRequests: Int
  }

  public var extent: DumpExtent
  /// In the order of the file.
  public var objectives: [Objective]
  /// When alerts would have fired; nil unless that was asked for.
  public var alerts: [FiredAlert]?

  init(_ state: SLOState, _ options: SLOOptions, _ extent: DumpExtent) {
    self.extent = extent
    objectives = zip(options.objectives, state.requests).map { objective, requests in
      Objective(objective, requests.counted, extent)
    }
    if options.isBacktest {
      alerts = zip(options.objectives, state.requests).flatMap { objective, requests in
        FiredAlert.all(of: objective, requests.counted.minutes, end: extent.end)
      }
    }
  }
}

extension SLOResult.Objective {
  init(_ objective: ServiceObjective, _ tally: SLOState.Tally, _ extent: DumpExtent) {
    func count(_ minutes: Int) -> RequestCount {
      tally.minutes.reduce(into: RequestCount()) { if $1.key < minutes { $0.add($1.value) } }
    }
    let pairs = BurnRatePair.all.map { pair in
      let long = count(pair.long)
      let short = count(pair.short)
      let isCovered = 20 * Int128(extent.length) >= 19 * Int128(pair.longNanoseconds)
      let isThin = long.isThin(pair.tenths, objective) || short.isThin(pair.tenths, objective)
      return SLOResult.Pair(
        pair: pair, long: long, short: short, isCovered: isCovered, isThin: isThin,
        isFiring: isCovered && !isThin ? pair.fires(long, short, objective) : nil)
    }
    self.init(
      objective: objective, window: tally.window, verdict: .of(pairs), pairs: pairs, exemplars: tally.exemplars.ids,
      sampledRequests: tally.sampled)
  }

  /// Share of the requests in the window that were good; nil without requests.
  public var compliance: Double? { window.total == 0 ? nil : Double(window.total - window.bad) / Double(window.total) }

  /// How much of the budget the requests that were seen have used up, 1 for all of it; nil without requests.
  public var budgetConsumed: Double? { window.burnRate(objective) }
}

extension SLOResult.Verdict {
  static func of(_ pairs: [SLOResult.Pair]) -> SLOResult.Verdict {
    for severity in BurnRatePair.Severity.allCases
    where pairs.contains(where: { $0.pair.severity == severity && $0.isFiring == true }) {
      return severity == .page ? .page : .ticket
    }
    return pairs.contains { $0.isFiring != nil } ? .ok : .insufficientData
  }
}
