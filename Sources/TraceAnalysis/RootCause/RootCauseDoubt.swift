extension RootCauseResult {
  /// What speaks against a candidate.
  public enum Doubt: Sendable, Equatable {
    /// A service that it calls stands out itself, and so much of the score (0 to 1) was taken away for it.
    case explained(by: String, share: Double)
    /// In one half of the incident's window it does not stand out.
    case unsteady
    /// Requests came so many times as often, and so many of the services got slower.
    case load(factor: Double, slower: Int, of: Int)
    /// The second candidate is nearly as strong.
    case closeSecond
    /// There is no evidence of the dimension, or only weak evidence.
    case lacks(Dimension, isWeak: Bool)
    /// Its strongest evidence rests on so few calls.
    case fewCalls(Hits)
  }

  /// Kinds of data that a ranking can do without, as reports and JSON spell them.
  public enum MissingData: String, Sendable, CaseIterable {
    case logs, metrics, deployments
    /// No log line belongs to a trace of the window: logs are not compared.
    case baselineLogs = "log lines of the baseline (logs were not compared)"
    case incidentLogs = "log lines of the incident (logs were not compared)"
    case baselineTraces = "baseline traces"
    case incidentTraces = "incident traces"
  }

  /// A word for a score. No probability.
  public enum Confidence: String, Sendable {
    case low, medium, high
  }
}

extension RootCauseResult.Candidate {
  /// High from a score of 0.6, medium from 0.4.
  public var confidence: RootCauseResult.Confidence { score >= 0.6 ? .high : score >= 0.4 ? .medium : .low }
}
