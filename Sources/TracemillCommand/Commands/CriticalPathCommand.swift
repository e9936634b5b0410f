import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// How `critical-path` prints.
enum CriticalPathFormat: String, CaseIterable, Sendable {
  case md, json, folded, svg
}

/// What `critical-path` takes beside what every analysis takes.
struct CriticalPathCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var format = CriticalPathFormat.md
  var flame = FlameOptions()
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
    flags: AnalysisOptions.flags.filter { $0.manual.name != "format" }.map { $0.lifted(to: \.analysis) } + [
      .choice(
        FlagManual("format", short: "f", value: "FORMAT", .output, "How to print the result.", default: "md"),
        \.format),
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
    ] + FlameOptions.flags.map { $0.lifted(to: \.flame) },
    examples: [
      CommandExample("tracemill critical-path --top 5 dump.jsonl.gz", "The five slowest responses."),
      CommandExample("tracemill critical-path --format svg dump.jsonl.gz > paths.svg", "A flame graph."),
      CommandExample(
        "tracemill critical-path -f svg --entry web:checkout --band p99-100 --against p0-50 dump.jsonl.gz > tail.svg",
        "What the slowest checkouts do otherwise."),
    ], check: { options throws(UsageError) in try options.flame.check(options.format) })
) { options, context in
  let analysis = options.analysis
  if options.format == .folded || options.format == .svg { return try await drawFlameGraph(options, context) }
  let dump = try await LoadedDump.read(
    analysis.dump.dumps, analysis.dump, attributes: .only(Set(RequestPathsFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(RequestPathsFold(options: options.options, symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch options.format {
  case .md, .folded, .svg:
    var before: CriticalPathResult?
    if !options.flame.before.isEmpty { before = try await responses(options.flame.before, options, context).result }
    _ = try context.print(result.responses.section(top: analysis.top.limit, since: before).markdown(level: 1))
    if let contexts = result.responses.contextSection(top: analysis.top.limit) {
      _ = try context.print("\n" + contexts.markdown(level: 1))
    }
    _ = try context.print("\n" + result.completions.section(top: analysis.top.limit).markdown(level: 1))
    _ = try context.print("\n" + result.antiPatterns.section(top: analysis.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0) }
  }
  return try dump.settle(quality, context)
}

/// The formats that draw responses only.
private func drawFlameGraph(_ options: CriticalPathCommandOptions, _ context: Context) async throws -> ExitStatus {
  let now = try await responses(options.analysis.dump.dumps, options, context)
  var before: CriticalPathResult?
  if !options.flame.before.isEmpty { before = try await responses(options.flame.before, options, context).result }
  let graph = options.flame.graph(now.result, before: before)
  _ = try context.print(options.format == .svg ? graph.svg() : graph.foldedStacks())
  return now.status
}

/// Reads a dump and walks its response paths.
private func responses(
  _ paths: [String], _ options: CriticalPathCommandOptions, _ context: Context
) async throws -> (result: CriticalPathResult, status: ExitStatus) {
  let dump = try await LoadedDump.read(
    paths, options.analysis.dump, attributes: .only(Set(CriticalPathFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(CriticalPathFold(options: options.options, symbols: dump.assembler.symbols))
  return (fold.finish(), try dump.settle(quality, context))
}
