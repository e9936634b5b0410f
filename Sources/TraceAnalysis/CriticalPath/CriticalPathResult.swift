public import TraceModel

/// What the critical paths of a dump say.
public struct CriticalPathResult: Sendable {
  /// The slowest responses with their segments, slowest first; equal ones by trace id, span id.
  public var responses: [CriticalPathResponse] = []
  /// How many responses there are, those without kept segments included.
  public var responseCount = 0
  /// By total time descending, then service, operation, value.
  public var entries: [CriticalPathEntry] = []
  /// The depth at which the trees were cut because they would have grown beyond their bound; nil when they are whole.
  public var treeDepth: Int?
  /// How often each kind of diagnostic occurred, by kind; kinds that never did are left out.
  public var diagnosticCounts: [(kind: CriticalPathDiagnostic.Kind, count: Int)] = []
  /// At most a hundred of each kind, by kind, trace id, span id.
  public var diagnostics: [CriticalPathFinding] = []
}

/// One response and what it spent its time on.
public struct CriticalPathResponse: Sendable {
  public struct Segment: Sendable {
    public var kind: CriticalPathSegmentKind
    public var spanID: SpanID
    public var service: String
    public var operation: String
    public var spanKind: SpanKind
    /// Nanoseconds since the epoch.
    public var start: Int64
    /// Nanoseconds since the epoch.
    public var end: Int64
    public var isAmbiguous: Bool
  }

  public var traceID: TraceID
  public var rootSpanID: SpanID
  public var service: String
  public var operation: String
  /// Nanoseconds.
  public var duration: Int64
  /// The parent of the root is not in the dump.
  public var isOrphan: Bool
  /// In time order; they touch and tile the response.
  public var segments: [Segment]
}

/// All responses of one entry point: roots of one service and operation, and of one value where they are split by an attribute.
public struct CriticalPathEntry: Sendable {
  public var service: String
  public var operation: String
  /// The attribute's value, `(none)` or `(others)`; nil where nothing is split.
  public var value: String?
  /// How many responses.
  public var traces: Int
  /// How many of them begin at a span whose parent is missing.
  public var orphans: Int
  /// Durations (ns) of the responses.
  public var durations: Histogram
  public var slowest: [CriticalPathExemplar]
  /// By exclusive time descending, then service, operation, kinds. Their totals add up to that of ``durations``.
  public var path: [CriticalPathOperation]
  /// The same by call context; empty for completions.
  public var tree = CriticalPathTree()
  /// Slack and drag of every operation that callers wait for: by drag descending, then by least slack, then service, operation, kind. Empty unless
  /// asked for, and for completions.
  public var slacks: [CriticalPathSlackRow] = []
  /// The responses in order of duration, fast ones first, in four bands; bands without a response are left out, all of them for
  /// completions.
  public var bands: [CriticalPathBandSummary] = []
}

/// The responses of one band.
///
/// A bucket of equal durations (4 to 6 % wide) lies in the band of its middle rank as a whole, so the bands hold about the shares that
/// their names say.
public struct CriticalPathBandSummary: Sendable {
  public var band: CriticalPathBand
  public var traces: Int
  /// Durations (ns) of the band's responses lie in `lowest..<limit`.
  public var lowest: Int64
  public var limit: Int64
  /// Sum of the durations (ns).
  public var total: Int64
}

/// One operation's part in the responses of an entry point.
public struct CriticalPathOperation: Sendable {
  public var service: String
  public var operation: String
  public var spanKind: SpanKind
  public var kind: CriticalPathSegmentKind
  /// The operation's own time (ns) on the path: one value for each response whose path has it.
  public var exclusive: Histogram
  /// How many of its segments have an order that timing does not settle.
  public var ambiguous: Int
  /// The responses with the most of it.
  public var exemplars: [CriticalPathExemplar]

  /// Total own time, ns.
  public var exclusiveNanoseconds: Int64 { exclusive.sum }
  /// In how many responses it is on the path.
  public var traces: Int { exclusive.count }
}

/// One diagnostic, by ids.
public struct CriticalPathFinding: Sendable {
  public var kind: CriticalPathDiagnostic.Kind
  public var traceID: TraceID
  public var spanID: SpanID
  /// See ``CriticalPathDiagnostic/Kind``.
  public var nanoseconds: Int64
}

extension CriticalPathResponse {
  /// The operation with the most own time (ns), by name when equal; nil without segments.
  public var longestOperation: (name: OperationName, nanoseconds: Int64)? {
    var totals: [OperationName: Int64] = [:]
    for segment in segments {
      totals[OperationName(service: segment.service, operation: segment.operation), default: 0] +=
        segment.end - segment.start
    }
    let longest = totals.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return longest.map { (name: $0.key, nanoseconds: $0.value) }
  }
}
