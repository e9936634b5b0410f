public import TraceModel

/// When the whole effect of each origin was done, and what that took.
public struct CompletionPathResult: Sendable {
  /// The slowest with their segments, slowest first; equal ones by trace id, span id of the origin.
  public var completions: [CompletionPath] = []
  /// How many there are, those without kept segments included.
  public var completionCount = 0
  /// By operation of the origin: total time descending, then service, operation. Durations are those of the completions.
  public var entries: [CriticalPathEntry] = []
  /// Consumers that were off the path, by total slack descending, then service, operation.
  public var slack: [CompletionSlack] = []
  /// How often each kind of diagnostic occurred; kinds that never did are left out.
  public var diagnosticCounts: [(kind: CriticalPathDiagnostic.Kind, count: Int)] = []
  /// At most a hundred of each kind, by kind, trace id, span id.
  public var diagnostics: [CriticalPathFinding] = []
}

/// How much longer one operation that takes messages could have taken, wherever another consumer of the message was on the path.
public struct CompletionSlack: Sendable {
  public var service: String
  public var operation: String
  /// One value (ns, above 0) for each time it was off the path.
  public var nanoseconds: Histogram
}

/// The path from an origin to the last thing that happened because of it.
public struct CompletionPath: Sendable {
  public struct Segment: Sendable {
    public var kind: CriticalPathSegmentKind
    public var traceID: TraceID
    public var spanID: SpanID
    public var service: String
    public var operation: String
    /// Nanoseconds since the epoch.
    public var start: Int64
    /// Nanoseconds since the epoch.
    public var end: Int64
    public var isAmbiguous: Bool
  }

  public var originTraceID: TraceID
  public var originSpanID: SpanID
  public var terminalTraceID: TraceID
  public var terminalSpanID: SpanID
  /// Of the origin.
  public var service: String
  public var operation: String
  /// Nanoseconds.
  public var duration: Int64
  /// In time order; they touch and tile the completion.
  public var segments: [Segment]
}

/// One completion, kept whole, in symbols.
struct CompletionRecord: RankedPath {
  struct Segment: Sendable {
    var kind: CriticalPathSegmentKind
    var traceID: TraceID
    var spanID: SpanID
    var service: Symbol
    var operation: Symbol
    var start: Int64
    var end: Int64
    var isAmbiguous: Bool
  }

  /// Duration and origin.
  var response: CriticalPathExemplar
  var terminalTraceID: TraceID
  var terminalSpanID: SpanID
  var service: Symbol
  var operation: Symbol
  /// In time order.
  var segments: [Segment]

  var size: Int { MemoryLayout<Self>.stride + segments.count * MemoryLayout<Segment>.stride }
}

extension CompletionPathResult {
  /// Whether any path waited for a message.
  public var crossesQueues: Bool { entries.contains { entry in entry.path.contains { $0.kind != .work } } }
}
