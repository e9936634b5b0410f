public import TraceModel

/// Where an incident most likely began, with the evidence. Scores are no probabilities.
public struct RootCauseResult: Sendable {
  public enum Verdict: String, Sendable {
    /// The first candidate stands out, in both halves of the incident window.
    case likely
    /// The windows differ, but nothing stands out enough.
    case unclear
    /// The windows do not differ by more than stretches of the baseline do.
    case noIncident = "no_incident"
  }

  public struct Candidate: Sendable {
    public var rank: Int
    public var service: String
    public var operation: String
    /// What is named by the place that fares worst, else by the strongest evidence, else by a metric.
    public var resource: Resource?
    public var kind: Kind
    /// 0 to 1.
    public var score: Double
    /// The lesser score of the two halves of the incident window, or of what follows the onset, whichever is more.
    public var steadyScore: Double
    /// How much of the score was taken away because of callees that stand out, 0 to 1.
    public var discount: Double
    /// The callee that it was taken away for; nil where none was.
    public var explainedBy: String?
    /// How much of the symptom its evidence makes up; no more than the whole of it.
    public var explains = Symptom()
    /// The strongest first.
    public var evidence: [Evidence]
    public var against: [Doubt]
  }

  /// Time and failures added to requests.
  public struct Symptom: Sendable, Equatable {
    /// How much longer the requests took than as many of the baseline, summed (ns).
    public var time = 0.0
    /// Requests of the entry points that got slower.
    public var slower = 0
    /// Failures beyond the baseline's rate.
    public var failures = 0.0
  }

  /// Stretches of the baseline, each against the rest of it.
  public struct Quiet: Sendable, Equatable {
    /// The scores of the first and the second candidate of each stretch.
    public var scores: [Lead] = []
    /// How often a stretch without an incident gives a first candidate such as that of the result: 0 to 1.
    public var falseAlarmRate = 1.0
  }

  /// The scores of a first candidate and of the second; 0 where there is none.
  public struct Lead: Sendable, Equatable {
    public var first: Double
    public var second: Double
  }

  /// Where the incident's window comes from.
  public enum Search: Sendable, Equatable {
    case given
    /// The stretch of a dump in which its requests were worst.
    case found(TimeWindow)
    /// No stretch of the dump stands out.
    case nothing
  }

  public var verdict: Verdict
  public var search = Search.given
  /// When the entry points began to differ (ns since the epoch); nil when no change point stands out.
  public var onset: Timestamp?
  /// In rank order; a service comes once.
  public var candidates: [Candidate]
  public var impact: Impact
  /// What got worse for those who send requests.
  public var symptom = Symptom()
  /// What the same procedure finds where nothing is wrong.
  public var quiet = Quiet()
  /// Of other candidates nearly as strong that do not follow from the first, the strongest evidence each.
  public var unexplained: [Evidence]
  /// Kinds of data that were not given.
  public var missingData: [MissingData]

  /// Requests of both windows; one has failed when its entry span has the status ERROR.
  public struct Impact: Sendable {
    public var baseline: CallStatistics
    public var incident: CallStatistics
    public var windows: (baseline: Window, incident: Window)
    /// Entry points that changed most, by name of the entry point.
    public var entryPoints: [EntryPoint]
  }

  /// What one side of the comparison covers.
  public struct Window: Sendable {
    /// From the earliest start to the latest end of its spans; nil without spans.
    public var extent: TimeWindow?
    public var traces: Int
  }

  public struct EntryPoint: Sendable {
    public var name: OperationName
    public var before: CallStatistics
    public var now: CallStatistics
  }
}
