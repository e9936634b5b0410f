/// Everything that can be wrong with a dump: a closed list, each counted, none silently mended.
public enum Defect: String, CaseIterable, Sendable {
  case brokenStream = "broken_stream"
  case rejectedValue = "rejected_value"
  case rejectedSpan = "rejected_span"
  case passedOverSignal = "other_signal"
  case duplicateSpan = "duplicate_span"
  case sameIDOtherContent = "same_id_other_content"
  case negativeDuration = "negative_duration"
  case missingTime = "missing_time"
  case parentCycle = "parent_cycle"
  case orphan = "orphan"
  case unresolvedLink = "unresolved_link"
  case cutLink = "cut_link"
  case missingService = "missing_service"
  case traceIDForms = "trace_id_forms"
  case rejectedLink = "rejected_link"
  case rejectedAttribute = "rejected_attribute"
  case rejectedStatus = "rejected_status"
  case rejectedKind = "rejected_kind"
  case rejectedEvent = "rejected_event"

  /// How much a defect takes away from what the analyses say.
  public enum Severity: String, Sendable {
    /// Handled without loss.
    case note
    /// Some figures are less complete or less exact.
    case warning
    /// Data is missing.
    case error
  }

  public var severity: Severity {
    switch self {
    case .passedOverSignal, .duplicateSpan, .traceIDForms: .note
    case .sameIDOtherContent, .negativeDuration, .missingTime, .orphan, .unresolvedLink, .cutLink, .missingService,
      .rejectedLink, .rejectedAttribute, .rejectedStatus, .rejectedKind, .rejectedEvent:
      .warning
    case .brokenStream, .rejectedValue, .rejectedSpan, .parentCycle: .error
    }
  }

  /// What it is and what was done about it, as one sentence.
  public var sentence: String {
    switch self {
    case .brokenStream: "a compressed input that is cut or damaged; what lies behind is lost"
    case .rejectedValue:
      "a stretch of input that is no readable value: damaged, or of a format that is not read; the values after it are read"
    case .rejectedSpan: "a span without a usable id or with values of the wrong type; only that span is left out"
    case .passedOverSignal: "a value that holds logs or metrics; counted and passed over"
    case .duplicateSpan: "a span exported more than once; kept once with all attributes of its copies"
    case .sameIDOtherContent: "two different spans of one trace with one id; both are kept"
    case .negativeDuration: "a span that ends before it starts; kept with length 0 (do the hosts' clocks agree?)"
    case .missingTime: "a span without a believable time; kept in the topology, left out of timing"
    case .parentCycle: "parents that form a cycle; cut at the earliest start"
    case .orphan: "a span whose parent is not in its trace (lost, sampled out or not exported yet); treated as a root"
    case .unresolvedLink: "a link to a span that is not in this dump"
    case .cutLink: "a link that was cut, at the longest waits, to keep its journey within --max-journey"
    case .missingService: "a span without a service name; counted under unknown_service"
    case .traceIDForms: "a trace whose id comes in its 64- and its 128-bit form; joined"
    case .rejectedLink: "a link without a usable id; left out"
    case .rejectedAttribute: "an attribute without a readable key or value; left out"
    case .rejectedStatus: "a status that is none of unset, ok and error; counted as unset"
    case .rejectedKind: "a span kind that is none of OpenTelemetry's; counted as unspecified"
    case .rejectedEvent: "an event that is no object, or whose time cannot be read; left out, or kept without time"
    }
  }
}
