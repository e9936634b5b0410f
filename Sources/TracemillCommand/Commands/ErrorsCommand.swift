import AnalysisReports
import ReportModel
import SpanDecoding
import TraceAnalysis

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
    ]), \.analysis,
  AnalysisCommand(
    attributes: .only(Set(ErrorsFold.requiredAttributes)),
    prior: { options, context in
      try SignalOptions.index(options.logs, options.analysis.dump.decoding(.only([])), context.talk)
    },
    fold: { _, logs, symbols in ErrorsFold(options: ErrorsOptions(), prior: logs, symbols: symbols) },
    printout: { pass, options in
      let top = options.analysis.top.limit
      return Printout(section: { pass.result.section(top: top) }, json: { pass.result.write(to: &$0, top: top) })
    }))
