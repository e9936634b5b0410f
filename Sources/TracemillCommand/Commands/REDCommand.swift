import AnalysisReports
import HostSystem
import ReportModel
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// `red`: rate, errors and duration.
let redCommand = Command(
  CommandSpec(
    "red", .analyses, "Rate, errors and duration of each service and operation.", initial: AnalysisOptions(),
    positionals: [AnalysisOptions.positional], flags: AnalysisOptions.flags,
    examples: [CommandExample("tracemill red dump.jsonl.gz", "The table as Markdown.")])
) { options, context in
  let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .only([]), context)
  let (fold, quality) = try await dump.run(REDFold(options: REDOptions(), prior: (), symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch options.format {
  case .md: _ = try context.print(result.section(top: options.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0) }
  }
  return try dump.settle(quality, context)
}

extension Context {
  /// Writes one JSON value and a line feed on stdout.
  func printJSON(_ body: (inout JSONWriter) -> Void) throws(OutputError) {
    var json = JSONWriter()
    body(&json)
    var output = StandardOutput(standardOutput)
    try output.write(json.finish())
    try output.finish()
  }
}
