/// Everything that can be wrong with a dump: a closed list, each counted, none silently mended.
///
/// Its name, severity, sentence and remedy stand together, as in perfetto's `stats.h`.
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
  case prefixedValue = "prefixed_value"
  case wrappedValue = "wrapped_value"

  /// How much a defect takes away from what the analyses say.
  public enum Severity: String, Sendable {
    /// Handled without loss.
    case note
    /// Some figures are less complete or less exact.
    case warning
    /// Data is missing.
    case error
  }

  public var severity: Severity { row.severity }
  /// What it is and what was done about it, as one sentence without a full stop.
  public var sentence: String { row.sentence }
  /// What to do about it where the spans come from, as one sentence.
  public var remedy: String { row.remedy }

  /// What there is to know of a defect beside its name.
  private struct Row {
    var severity: Severity
    var sentence: String
    var remedy: String

    init(_ severity: Severity, _ sentence: String, remedy: String) {
      self.severity = severity
      self.sentence = sentence
      self.remedy = remedy
    }
  }

  /// A new defect is a case above and its row here.
  private var row: Row {
    switch self {
    case .brokenStream:
      Row(
        .error, "a compressed input that is cut or damaged; what lies behind is lost",
        remedy: "Copy it again from where it was written, and compare sizes; \"gzip -t\" or \"zstd -t\" tests it.")
    case .rejectedValue:
      Row(
        .error,
        "a stretch of input that is no readable value: damaged, or of a format that is not read; the values after it are read",
        remedy: "Look at the bytes with --rejects FILE; a cut last line means that the dump was copied while written.")
    case .rejectedSpan:
      Row(
        .error, "a span without a usable id or with values of the wrong type; only that span is left out",
        remedy: "Look at them with --rejects FILE; a span needs a 16-digit id and times as whole numbers.")
    case .passedOverSignal:
      Row(
        .note, "a value that holds logs or metrics; counted and passed over",
        remedy: "Nothing; give logs and metrics by their own options where a command takes them.")
    case .duplicateSpan:
      Row(
        .note, "a span exported more than once; kept once with all attributes of its copies",
        remedy: "Look for two exporters in one pipeline, or retries of a collector without a queue.")
    case .sameIDOtherContent:
      Row(
        .warning, "two different spans of one trace with one id; both are kept",
        remedy: "Seed the id generator of forked processes anew (pre-fork servers copy its state).")
    case .negativeDuration:
      Row(
        .warning, "a span that ends before it starts; kept with length 0 (do the hosts' clocks agree?)",
        remedy: "Check that clocks are kept by NTP or chrony and that spans end by a monotonic clock.")
    case .missingTime:
      Row(
        .warning, "a span without a believable time; kept in the topology, left out of timing",
        remedy: "Check the exporter of the services concerned; spans that were never ended have no end.")
    case .parentCycle:
      Row(
        .error, "parents that form a cycle; cut at the earliest start",
        remedy: "Check hand-written context propagation; a span must not become its own ancestor.")
    case .orphan:
      Row(
        .warning, "a span whose parent is not in its trace (lost, sampled out or not exported yet); treated as a root",
        remedy:
          "Sample whole traces (at the tail, or by parent), flush before exit, and dump a little later than the last request."
      )
    case .unresolvedLink:
      Row(
        .warning, "a link to a span that is not in this dump",
        remedy: "Dump producers and consumers together, and sample both sides alike.")
    case .cutLink:
      Row(
        .warning, "a link that was cut, at the longest waits, to keep its journey within --max-journey",
        remedy: "Nothing; or raise --max-journey when there is the memory for it.")
    case .missingService:
      Row(
        .warning, "a span without a service name; counted under unknown_service",
        remedy: "Set OTEL_SERVICE_NAME (or service.name) in the services concerned.")
    case .traceIDForms:
      Row(
        .note, "a trace whose id comes in its 64- and its 128-bit form; joined",
        remedy: "Turn on 128-bit ids in the older tracers.")
    case .rejectedLink:
      Row(
        .warning, "a link without a usable id; left out",
        remedy: "Look at them with --rejects FILE; a link needs a trace id and a span id.")
    case .rejectedAttribute:
      Row(
        .warning, "an attribute without a readable key or value; left out",
        remedy: "Look at them with --rejects FILE; a value is a string, number, boolean, list or map.")
    case .prefixedValue:
      Row(
        .note, "a value behind a prefix on its line, which was passed over", remedy: "Nothing; the value is read.")
    case .wrappedValue:
      Row(
        .note, "a value that stood in an entry of a log or queue, and was taken out of it",
        remedy: "Nothing; the value is read.")
    case .rejectedStatus:
      Row(
        .warning, "a status that is none of unset, ok and error; counted as unset",
        remedy: "Look at what the exporter writes; a status code is 0, 1, 2 or UNSET, OK, ERROR.")
    case .rejectedKind:
      Row(
        .warning, "a span kind that is none of OpenTelemetry's; counted as unspecified",
        remedy: "Look at what the exporter writes; a kind is 0 to 5 or INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER.")
    case .rejectedEvent:
      Row(
        .warning, "an event that is no object, or whose time cannot be read; left out, or kept without time",
        remedy: "Look at what the exporter writes; an event is an object with a name and a time.")
    }
  }
}
