import AnalysisReports
import HostSystem
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `errors` takes beside what every analysis takes.
struct ErrorsCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var logs: [String] = []
}

/// `errors`: where errors start, spread, are swallowed.
let errorsCommand = Command(
  CommandSpec(
    "errors", .analyses, "Where errors start, pass through and are swallowed; retries that hid them.",
    discussion: """
      A span fails when its status is ERROR, or when it recorded an exception and its status is not OK. An error starts at a failing \
      span without a failing callee; it is swallowed when the caller is healthy. What consumers of messages fail at passes nothing \
      on to producers. The kind of an error is the type of its exception, else its status message with what varies masked, else \
      its status code.
      """,
    initial: ErrorsCommandOptions(),
    positionals: [AnalysisOptions.positional.lifted(to: \ErrorsCommandOptions.analysis)],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .list(
        FlagManual(
          "logs", value: "FILE", .input, "Log lines, whose error patterns are joined by trace; repeatable.",
          completion: .file), \.logs, nonEmptyText)
    ],
    examples: [
      CommandExample("tracemill errors dump.jsonl.gz", "Kinds of errors, their ways, retries."),
      CommandExample("tracemill errors --logs app.jsonl dump.jsonl.gz", "With the error lines of failing traces."),
    ])
) { options, context in
  let analysis = options.analysis
  let logs = try SignalOptions.index(options.logs, analysis.dump.decoding(.only([])), context.talk)
  let dump = try await LoadedDump.read(
    analysis.dump.dumps, analysis.dump, attributes: .only(Set(ErrorsFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(
    ErrorsFold(options: ErrorsOptions(), prior: logs, symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch analysis.format {
  case .md: _ = try context.print(result.section(top: analysis.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0, top: analysis.top.limit) }
  }
  return try dump.settle(quality, context)
}
