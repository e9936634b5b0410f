public import TraceModel

/// What a dump holds, counted; the ground on which its data quality is judged.
public struct DoctorResult: Sendable, Equatable {
  /// Distinct (trace id, span id) pairs. The two halves of a call that share an id are one pair.
  public internal(set) var distinctSpans = 0
  /// Spans after duplicates were dropped; both halves of a shared id.
  public internal(set) var spans = 0
  public internal(set) var traces = 0
  /// Groups of traces that links join; a trace without links is a group of one.
  public internal(set) var journeys = 0
  /// Services that own a span.
  public internal(set) var services = 0
  /// Spans without a parent id.
  public internal(set) var roots = 0
  /// Spans whose parent id is not in their trace.
  public internal(set) var orphans = 0
  /// Spans with the status ERROR.
  public internal(set) var errors = 0
  /// Services that have a name.
  public internal(set) var namedServices = 0
  /// Spans with the status UNSET whose answer the conventions call an error, and that count as none.
  public internal(set) var unsetFailures = 0
  public internal(set) var links = 0
  /// Links whose span is in the dump.
  public internal(set) var linksResolved = 0
  /// Links to spans that were not sampled, by the link's flags.
  public internal(set) var linksSampledOut = 0
  /// Links that were cut to keep journeys small.
  public internal(set) var linksCut = 0
  /// Links to spans that are not in the dump, for whatever other reason.
  public var linksAbsent: Int { links - linksResolved - linksSampledOut - linksCut }
  /// Spans by kind, indexed by ``SpanKind/rawValue``; a span without a kind counts as `unspecified`.
  public internal(set) var kinds = [Int](repeating: 0, count: SpanKind.allCases.count)
  /// Earliest start and latest end of spans with a believable time; nil when there is none.
  public internal(set) var first: Timestamp?
  public internal(set) var last: Timestamp?
  /// Sum of the durations (ns) of spans with a believable time; saturates.
  public internal(set) var totalDuration: Int64 = 0
  public internal(set) var negativeDurations = 0
  public internal(set) var missingTimes = 0
  public internal(set) var cyclesCut = 0
  /// Spans that share their id with a span of other content.
  public internal(set) var sameIDOtherContent = 0
  /// Spans with at least one of the defects that make figures less exact: no parent in the dump, no time, a negative
  /// duration, a cut cycle, an id used twice, no service.
  public internal(set) var spansWithDefects = 0

  public init() {}
}

extension DoctorResult {
  /// The stretch from the first start to the last end, both within it; nil without a believable time.
  public var covered: TimeWindow? {
    guard let first, let last else { return nil }
    let end = last.nanoseconds.addingReportingOverflow(1)
    return TimeWindow(start: first, end: end.overflow ? last : Timestamp(nanoseconds: end.partialValue))
  }
}

extension DoctorResult {
  /// How often a defect occurs: as decoding and assembly counted it, or as the spans themselves bear it where that is
  /// more (a partial result has no quality at hand).
  public func count(of defect: Defect, _ quality: DataQuality) -> Int {
    let own =
      switch defect {
      case .orphan: orphans
      case .negativeDuration: negativeDurations
      case .missingTime: missingTimes
      case .parentCycle: cyclesCut
      case .unresolvedLink: linksSampledOut + linksAbsent
      case .cutLink: linksCut
      default: 0
      }
    return max(own, quality[defect])
  }
}
