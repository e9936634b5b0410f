import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `trace` takes.
struct TraceCommandOptions: Sendable {
  /// The id, unless a flag picks the journey, then the dumps.
  var arguments: [String] = []
  var dump = DumpOptions()
  var format = OutputFormat.text
  var picksSlowest = false
  var picksFailed = false
  var top = TopLimit.first(200)

  /// The journey that is asked for, and where to look for it.
  func request() throws(UsageError) -> (choice: JourneyChoice, dumps: [String]) {
    if picksFailed || picksSlowest {
      if arguments.isEmpty { throw UsageError("no dump is given", remedy: "name a file, a folder, or -") }
      return (picksFailed ? .failed : .slowest, arguments)
    }
    guard let text = arguments.first, let prefix = IDPrefix(text) else {
      throw UsageError(
        arguments.first.map { "\"\($0)\" is no id" } ?? "no id is given",
        remedy: "give the first hexadecimal digits of a trace or span id, or --slowest or --failed", place: "ID")
    }
    if arguments.count < 2 { throw UsageError("no dump is given", remedy: "name it behind the id") }
    return (.id(prefix), Array(arguments.dropFirst()))
  }
}

/// `trace`: one trace and the journey it belongs to.
let traceCommand = Command(
  CommandSpec(
    "trace", .analyses, "One trace and the journey it belongs to, as a waterfall.", initial: TraceCommandOptions(),
    positionals: [
      .list(
        PositionalManual(
          "ID DUMP", "The first digits of a trace or span id (none with --slowest or --failed), then the dumps.",
          isInput: true),
        \TraceCommandOptions.arguments)
    ],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .format([.waterfall, .json], first: .text, \.format, doc: "How to print the journey."),
      .toggle(
        FlagManual("slowest", .selection, "Show the journey that took longest; with --failed, of those that failed."),
        \.picksSlowest),
      .toggle(
        FlagManual("failed", .selection, "Show the journey that took longest of those with a failed span."),
        \.picksFailed),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show at most N spans, or \"all\": the path, failed ones and the longest first.",
          longDoc: "JSON always has all.", default: "200"), \.top, TopLimit.parse),
    ],
    examples: [
      CommandExample("tracemill trace 4bf92f35 dump.jsonl.gz", "The journey of the trace whose id begins so."),
      CommandExample("tracemill trace --slowest --format svg dump.jsonl.gz > slow.svg", "A picture of the slowest."),
    ])
) { options, context in
  let (choice, dumps) = try options.request()
  let dump = try await LoadedDump.read(
    dumps, options.dump, attributes: .only(Set(JourneyViewFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(JourneyViewFold(options: choice, symbols: dump.assembler.symbols))
  guard let view = fold.finish() else { throw nothing(options, dump) }
  if view.otherMatches > 0, let asked = view.asked {
    let others = view.otherMatches == 1 ? "1 more journey fits" : "\(view.otherMatches) more journeys fit"
    let id = asked.spanID.map { "span \($0) of trace \(asked.traceID)" } ?? "trace \(asked.traceID)"
    context.talk.warning("\(options.arguments.first ?? ""): \(others); this is that of \(id); give more of the id")
  }
  let printout = Printout(
    waterfall: { view.waterfall(limit: options.top.limit) }, json: { view.write(to: &$0) })
  try context.print(printout, as: options.format)
  return try dump.settle(quality, context)
}

/// Why there is no journey to show.
private func nothing(_ options: TraceCommandOptions, _ dump: LoadedDump) -> UsageError {
  let place = dump.inputs.map(\.path).joined(separator: ", ")
  if dump.assembler.extent == nil {
    return UsageError(
      "it holds no spans with a time", remedy: "is it the right dump? See \"tracemill doctor\"", place: place)
  }
  if options.picksFailed { return UsageError("no span failed", remedy: "leave out --failed", place: place) }
  return UsageError(
    "no trace or span of the dump has an id that begins so",
    remedy: "is it the right dump? \"tracemill doctor\" tells what it holds", place: place)
}
