import AnalysisReports
import HostSystem
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// `doctor`: what a dump holds and what is wrong with it.
let doctorCommand = Command(
  CommandSpec(
    "doctor", .data, "What a dump holds, what is wrong with it, and what to do at the exporter.",
    initial: AnalysisOptions(), positionals: [AnalysisOptions.positional], flags: AnalysisOptions.flags,
    examples: [CommandExample("tracemill doctor dump.jsonl.gz", "In words.")])
) { options, context in
  let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .only([]), context)
  let (fold, quality) = try await dump.run(DoctorFold(options: (), prior: (), symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch options.format {
  case .md: _ = try context.print(result.section(quality: quality).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0, quality: quality) }
  }
  return try dump.settle(quality, context)
}
