import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `bubbleup` takes beside what every analysis takes.
struct BubbleUpCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var condition: TraceCondition?
  var options = BubbleUpOptions()
}

/// `bubbleup --where EXPR`: which attributes set these traces apart.
let bubbleUpCommand = Command(
  CommandSpec(
    "bubbleup", .analyses, "Which attributes, versions, hosts and operations set some traces apart from the rest.",
    discussion: """
      EXPR is KEY OP VALUE, joined by "and". KEY is service, operation, kind, duration, error, entry, or any attribute of \
      spans and resources (in quotation marks always an attribute); OP is = != < <= > >= or ~, a regular expression. With service, operation or kind in it, one single span \
      must meet all of EXPR; else duration is that of the request (p95 stands for the percentile of its entry), error is whether any span failed, and an attribute may be any \
      span's. Traces that meet it are bad, the others good. They are compared among entries that are bad about equally often; q is \
      the rate of false discoveries.
      """,
    initial: BubbleUpCommandOptions(),
    positionals: [AnalysisOptions.positional.lifted(to: \BubbleUpCommandOptions.analysis)],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .value(
        FlagManual(
          "where", value: "EXPR", .selection, "Which traces are bad, like \"duration > 1s and error = true\"."),
        \.condition, ConditionValue.parse),
      .value(
        FlagManual(
          "max-values", value: "N", .resources, "Leave out keys with more than N values.",
          longDoc: "Cuts of their numbers are looked at all the same.", default: "10000"), \.options.mostValues,
        Count.parsePositive),
    ],
    examples: [
      CommandExample(
        "tracemill bubbleup --where \"duration > 1s\" dump.jsonl.gz", "What slow requests have in common."),
      CommandExample(
        "tracemill bubbleup --where \"service = payment and error = true\" dump.jsonl.gz", "What failing payments have."
      ),
    ],
    check: { options throws(UsageError) in
      if options.condition == nil {
        throw UsageError(
          "which traces are bad is missing", remedy: "say it with --where EXPR, like --where \"duration > 1s\"",
          place: "bubbleup")
      }
    })
) { options, context in
  guard let condition = options.condition else { return .couldNotRun }
  let analysis = options.analysis
  let dump = try await LoadedDump.read(analysis.dump.dumps, analysis.dump, attributes: .all, context)
  NameCheck.warn(of: condition, "--where", dump.assembler.symbols, context)
  let (result, quality) = try await BubbleUp.analyse(
    .condition(condition), over: dump.assembler, jobs: analysis.dump.workers, journeys: dump.selection(),
    options: options.options)
  let top = analysis.top.limit
  let printout = Printout(
    section: { result.section(whichAreBad: .code(condition.text), top: top) },
    json: { result.write(to: &$0, condition: condition.text, top: top) })
  try context.print(printout, as: analysis.format)
  return try dump.settle(quality, context)
}
