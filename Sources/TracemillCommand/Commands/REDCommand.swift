import AnalysisReports
import ReportModel
import TraceAnalysis

/// `red`: rate, errors and duration.
let redCommand = Command(
  CommandSpec(
    "red", .analyses, "Rate, errors and duration of each service and operation.", initial: AnalysisOptions(),
    positionals: [AnalysisOptions.positional], flags: AnalysisOptions.flags,
    examples: [CommandExample("tracemill red dump.jsonl.gz", "The table as Markdown.")]), \.self,
  AnalysisCommand(
    attributes: REDFold.requiredAttributes,
    fold: { _, symbols in REDFold(options: REDOptions(), prior: (), symbols: symbols) },
    printout: { pass, options in
      Printout(
        section: { pass.result.section(top: options.top.limit) }, json: { pass.result.write(to: &$0) })
    }))
