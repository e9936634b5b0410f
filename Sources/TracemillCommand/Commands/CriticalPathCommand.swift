import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `critical-path` takes beside what every analysis takes.
struct CriticalPathCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var excluded: [ServiceOperation] = []
  var detachesOverruns = false

  /// What the analysis is asked for.
  var options: CriticalPathOptions {
    var options = CriticalPathOptions()
    options.excluded = excluded.map { ($0.service, $0.operation ?? "") }
    options.overrun = detachesOverruns ? .detach : .truncate
    options.top = analysis.top.limit
    return options
  }
}

/// `critical-path`: where the time goes.
let criticalPathCommand = Command(
  CommandSpec(
    "critical-path", .analyses,
    "Where the time of each request goes: the work that its caller waited for, and all that came of it across queues.",
    initial: CriticalPathCommandOptions(),
    positionals: [AnalysisOptions.positional.lifted(to: \CriticalPathCommandOptions.analysis)],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .list(
        FlagManual(
          "exclude", value: "SERVICE:OPERATION", .analysis, "Take this operation, and all below it, off the path."),
        \.excluded, ServiceOperation.parsePair),
      Flag(
        FlagManual(
          "overrun", value: "HOW", .analysis, "What becomes of a child that ends after its parent.",
          default: "truncate", allowed: ["truncate", "detach"])
      ) { (options: inout CriticalPathCommandOptions, text: String) throws(UsageError) in
        guard ["truncate", "detach"].contains(text) else { throw UsageError.notAmong(["truncate", "detach"], text) }
        options.detachesOverruns = text == "detach"
      },
    ], examples: [CommandExample("tracemill critical-path --top 5 dump.jsonl.gz", "The five slowest responses.")])
) { options, context in
  let analysis = options.analysis
  let dump = try await LoadedDump.read(
    analysis.dump.dumps, analysis.dump, attributes: .only(Set(RequestPathsFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(RequestPathsFold(options: options.options, symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch analysis.format {
  case .md:
    _ = try context.print(result.responses.section(top: analysis.top.limit).markdown(level: 1))
    _ = try context.print("\n" + result.completions.section(top: analysis.top.limit).markdown(level: 1))
    _ = try context.print("\n" + result.antiPatterns.section(top: analysis.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0) }
  }
  return try dump.settle(quality, context)
}
