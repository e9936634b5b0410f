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
  var condition: TraceCondition?
  /// Lists the journeys that meet the condition instead of showing one.
  var lists = false
  var top = TopLimit.first(200)

  /// The journey that is asked for, and where to look for it.
  func request() throws(UsageError) -> (choice: JourneyChoice, dumps: [String]) {
    if picksFailed || picksSlowest || condition != nil {
      if arguments.isEmpty { throw UsageError("no dump is given", remedy: "name a file, a folder, or -") }
      return (condition.map { .condition($0) } ?? (picksFailed ? .failed : .slowest), arguments)
    }
    guard let text = arguments.first, let prefix = IDPrefix(text) else {
      throw UsageError(
        arguments.first.map { "\"\($0)\" is no id" } ?? "no id is given",
        remedy: "give the first hexadecimal digits of a trace or span id, or --slowest, --failed or --where",
        place: "ID")
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
          "ID DUMP",
          "The first digits of a trace or span id (none with --slowest, --failed or --where), then the dumps.",
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
          "where", value: "EXPR", .selection,
          "Show the journey that took longest of those with a trace that meets EXPR, like \"order.id = 17\".",
          longDoc: "EXPR is that of \"tracemill bubbleup\"."), \.condition, ConditionValue.parse),
      .toggle(
        FlagManual("list", .selection, "With --where: list all such journeys, the longest first (text, md, json)."),
        \.lists),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show at most N spans, or \"all\": the path, failed ones and the longest first.",
          longDoc: "JSON always has all spans. With --list: at most N journeys.", default: "200"), \.top, TopLimit.parse
      ),
    ],
    examples: [
      CommandExample("tracemill trace 4bf92f35 dump.jsonl.gz", "The journey of the trace whose id begins so."),
      CommandExample("tracemill trace --where 'order.id = 17' dump.jsonl.gz", "The journey of an order number."),
      CommandExample("tracemill trace --slowest --format svg dump.jsonl.gz > slow.svg", "A picture of the slowest."),
    ],
    check: { options throws(UsageError) in
      if options.lists, options.condition == nil {
        throw UsageError(
          "--list lists what meets --where EXPR", remedy: "say which journeys with --where EXPR", place: "trace")
      }
      if options.lists, options.format == .svg {
        throw UsageError(
          "a list is no picture", remedy: "leave out --list, or print text, md or json", place: "--format")
      }
      if options.condition != nil, options.picksSlowest || options.picksFailed {
        throw UsageError(
          "--where stands beside --slowest or --failed", remedy: "leave one of them out; error = true is a condition",
          place: "trace")
      }
    })
) { options, context in
  var (choice, dumps) = try options.request()
  var attributes = Set(JourneyViewFold.requiredAttributes)
  if let condition = options.condition {
    attributes.formUnion(condition.attributes)
    attributes.formUnion(TraceCondition.requiredAttributes)
  }
  let dump = try await LoadedDump.read(dumps, options.dump, attributes: .only(attributes), context)
  if let condition = options.condition {
    NameCheck.warn(of: condition, "--where", dump.assembler.symbols, context)
    let resolved = try await condition.resolved(
      over: dump.assembler, jobs: options.dump.workers, journeys: dump.selection())
    if options.lists { return try await list(resolved, of: dump, options, context) }
    choice = .condition(resolved)
  }
  let (fold, quality) = try await dump.run(JourneyViewFold(options: choice, symbols: dump.assembler.symbols))
  guard let view = fold.finish() else { throw nothing(options, dump) }
  if view.otherMatches > 0, let asked = view.asked {
    let others = view.otherMatches == 1 ? "1 more journey fits" : "\(view.otherMatches) more journeys fit"
    let id = asked.spanID.map { "span \($0) of trace \(asked.traceID)" } ?? "trace \(asked.traceID)"
    let advice = options.condition == nil ? "give more of the id" : "--list lists them"
    let place = options.condition?.text ?? options.arguments.first ?? ""
    context.talk.warning("\(place): \(others); this is that of \(id); \(advice)")
  }
  let printout = Printout(
    waterfall: { view.waterfall(limit: options.top.limit) }, json: { view.write(to: &$0) })
  try context.print(printout, as: options.format)
  return try dump.settle(quality, context)
}

/// Prints the journeys that meet a condition.
private func list(
  _ condition: TraceCondition, of dump: LoadedDump, _ options: TraceCommandOptions, _ context: Context
) async throws -> ExitStatus {
  let (fold, quality) = try await dump.run(
    JourneyListFold(options: .init(condition: condition, top: options.top.limit), symbols: dump.assembler.symbols))
  let result = fold.finish()
  let printout = Printout(
    section: { result.section(condition: condition.text) }, json: { result.write(to: &$0, condition: condition.text) })
  try context.print(printout, as: options.format == .json ? .json : .md)
  return try dump.settle(quality, context)
}

/// Why there is no journey to show.
private func nothing(_ options: TraceCommandOptions, _ dump: LoadedDump) -> UsageError {
  let place = dump.inputs.map(\.path).joined(separator: ", ")
  if dump.assembler.extent == nil {
    return UsageError(
      "it holds no spans with a time", remedy: "is it the right dump? See \"tracemill doctor\"", place: place)
  }
  if let condition = options.condition {
    return UsageError(
      "no trace meets \(condition.text)", remedy: "\"tracemill cardinality\" and \"tracemill red\" list what there is",
      place: place)
  }
  if options.picksFailed { return UsageError("no span failed", remedy: "leave out --failed", place: place) }
  return UsageError(
    "no trace or span of the dump has an id that begins so",
    remedy: "is it the right dump? \"tracemill doctor\" tells what it holds", place: place)
}
