public import TraceModel

/// All that is found out about one dump, about one dump beside an earlier one, or about a window of one dump beside the rest of it.
public struct DumpFindings: Sendable {
  /// One dump, analysed.
  public struct Side: Sendable {
    public var result: ReportFold.Result
    /// What decoding and assembly found wrong.
    public var quality: DataQuality

    public init(result: ReportFold.Result, quality: DataQuality) {
      self.result = result
      self.quality = quality
    }
  }

  public let now: Side
  public let before: Side?
  /// The dump of which `now` is the window that was found to be the worst; nil where it is not about that.
  public let whole: Side?
  /// The root causes, when there is a dump to compare with.
  public let ranking: RootCauseResult?
  /// Nil unless there is something to explain.
  public let incident: Incident?
  /// What the log lines of the dump say, beside those of what it is compared with; nil without logs.
  public let logPatterns: LogsResult?
  /// What sets bad traces apart from the rest; empty unless it was looked for.
  public var associations: [TraceAssociation] = []

  /// - Parameters:
  ///   - now: The dump, or the window of it that is to be explained.
  ///   - before: What to compare it with.
  ///   - whole: The dump, when `now` and `before` are the worst window that was found in it and the rest. Unless they have a likely
  ///     root cause, the findings are about the whole.
  ///   - signals: What beside spans root causes are told by.
  ///   - logs: Log lines of both sides; nil without logs.
  public init(
    now: Side, before: Side?, whole: Side? = nil, signals: RootCauseSignals = RootCauseSignals(),
    logs: LogIndex? = nil
  ) {
    var ranking: RootCauseResult?
    if let before = before?.result.rootCause, let now = now.result.rootCause {
      ranking = RootCause.rank(
        baseline: before, incident: now, metrics: signals.metrics, deployments: signals.deployments)
    }
    if let window = whole?.result.worstStretch { ranking?.search = .found(window) }
    self.ranking = ranking
    let isAboutWhole = whole != nil && ranking?.verdict != .likely
    let side = isAboutWhole ? whole ?? now : now
    let earlier = isAboutWhole ? nil : before
    self.now = side
    self.before = earlier
    self.whole = isAboutWhole ? nil : whole
    if let earlier, let ranking {
      incident = Incident(before: earlier.result, now: side.result, ranking: ranking)
    } else {
      incident = nil
    }
    if let logs, let covered = side.result.doctor.covered {
      logPatterns = LogPatterns.compare(logs, now: covered, before: earlier?.result.doctor.covered)
    } else {
      logPatterns = nil
    }
  }
}
