import Glibc
import HostSystem
import SpanDecoding
import TraceAssembly

/// What every command that reads a dump takes.
struct DumpOptions: Sendable {
  var dumps: [String] = []
  /// 0 means one for each core.
  var jobs = 0
  /// 0 means a third of the machine's.
  var memory = ByteSize(bytes: 0)
  var temporaryFolder: String?
  var since: TimePoint?
  var until: TimePoint?
  var isStrict = false
  var maxRejected = Percentage(millionths: 100_000)
  var rejects: String?
  var maxValue = ByteSize(bytes: 256 << 20)
  var maxExpand = ByteSize(bytes: 1 << 40)
  var journeys = JourneyOptions()

  static let positional = Positional<DumpOptions>.list(
    PositionalManual(
      "DUMP", "A file, a glob, a folder, or - for standard input; gzip and zstd are unpacked.", isInput: true),
    \.dumps)

  static let flags: [Flag<DumpOptions>] =
    selectionFlags + journeyFlags + inputFlags + resourceFlags

  private static let journeyFlags: [Flag<DumpOptions>] = [
    .toggle(
      FlagManual(
        "stitch-by-time", .analysis,
        "Guess by the order of time which message a consumer got, where nothing else tells.",
        longDoc: """
          Within a topic every consumer group takes the messages as they were sent. Such deliveries have the confidence \
          "guess", are drawn dotted, and are on no critical path. How often the guess is right is printed, from the \
          deliveries of the same topics that are known.
          """), \.journeys.stitchesByTime),
    .value(
      FlagManual(
        "max-journey", value: "N", .analysis, "Cut journeys of more than N spans at their longest waits.",
        longDoc: "How many links were cut is printed. A single trace is never cut.",
        default: "\(JourneyOptions.usualMostSpans)"), \.journeys.mostSpans, Count.parsePositive),
    .choice(
      FlagManual(
        "errors", value: "RULE", .analysis, "What counts as an error: status, or conventions.",
        longDoc: """
          By "conventions" also spans with the status UNSET whose answer the conventions call an error: HTTP from 500 on of \
          SERVER, from 400 on of CLIENT spans; of gRPC the codes 2, 4, 12, 13, 14 and 15 of SERVER, any but 0 of CLIENT spans.
          """,
        default: "status"), \.journeys.errorRule),
  ]

  private static let resourceFlags: [Flag<DumpOptions>] = [
    .value(
      FlagManual(
        "jobs", short: "j", value: "N", .resources, "Work on N cores; the result is the same for every N.",
        default: "all cores"), \.jobs, Count.parsePositive),
    .value(
      FlagManual(
        "memory", value: "SIZE", .resources, "Spill spans to a temporary file beyond about SIZE of memory.",
        longDoc: "The result is the same for every SIZE; a dump may be larger than memory.",
        default: "a third of the machine's"), \.memory, ByteSize.parse),
    .text(
      FlagManual(
        "tmpdir", value: "DIR", .resources, "The folder of the temporary file.", default: "TMPDIR, or /tmp",
        completion: .folder), \.temporaryFolder),
  ]

  private static let selectionFlags: [Flag<DumpOptions>] = [
    .value(
      FlagManual(
        "since", value: "TIME", .selection, "Keep traces that start at TIME or later.",
        longDoc: """
          TIME is RFC 3339, @SECONDS since the epoch, or relative to the end of the dump (-30m). Journeys, traces joined \
          by messages, are kept whole.
          """), \.since, TimePoint.parse),
    .value(
      FlagManual("until", value: "TIME", .selection, "Keep traces that start before TIME."), \.until, TimePoint.parse),
  ]

  private static let inputFlags: [Flag<DumpOptions>] = [
    .toggle(
      FlagManual("strict", .input, "End with status 3 when anything at all was rejected."), \.isStrict),
    .value(
      FlagManual(
        "max-rejected", value: "SHARE", .input,
        "End with status 3 when more than SHARE of the bytes or of the spans was rejected.",
        default: "10%"), \.maxRejected, Percentage.parseShare),
    .text(
      FlagManual(
        "rejects", value: "FILE", .input, "Write each rejected value as a JSON line: input, offset, reason.",
        completion: .newFile), \.rejects),
    .value(
      FlagManual("max-value", value: "SIZE", .input, "Reject a JSON value longer than SIZE.", default: "256M"),
      \.maxValue, ByteSize.parse),
    .value(
      FlagManual(
        "max-expand", value: "SIZE", .input, "Stop when a compressed input unpacks to more than SIZE.", default: "1T"),
      \.maxExpand, ByteSize.parse),
  ]

  /// Whether `--since` comes before `--until`, as far as that can be told without the dump.
  func checkLimits() throws(UsageError) {
    guard since != nil, until != nil, WindowValue(from: since, to: until).isSurelyEmpty else { return }
    throw UsageError(
      "nothing lies between \(WindowValue(from: since, to: until))", remedy: "--since must be earlier than --until",
      place: "--since")
  }

  /// How many workers there are to be.
  var workers: Int { jobs > 0 ? jobs : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// How much of the dump is kept in memory. Half of what is allowed is for the spans; buffers, the partitions at work and
  /// the results take the rest.
  func limits(_ environment: Environment) -> SpanStore.Limits {
    let machine = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    let allowed = memory.bytes > 0 ? Int(clamping: memory.bytes) : machine / 3
    return SpanStore.Limits(
      memory: allowed / 2, folder: temporaryFolder ?? environment["TMPDIR"] ?? "/tmp",
      partitions: memory.bytes > 0 ? 256 : 64)
  }

  func decoding(_ attributes: AttributeSelection) -> DecodingOptions {
    DecodingOptions(
      jobs: workers, maxValue: Int(clamping: maxValue.bytes), maxExpand: Int(clamping: maxExpand.bytes),
      attributes: attributes)
  }
}
