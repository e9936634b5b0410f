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
  var whatIf: [WhatIfValue] = []
  var queues: [TimeChangeValue] = []
  var splitAttribute: String?
  var measuresSlack = false

  /// What the analysis is asked for.
  var options: RequestPathsFold.Options {
    var options = RequestPathsFold.Options()
    options.paths.excluded = excluded.map { ($0.service, $0.operation ?? "") }
    options.paths.overrun = detachesOverruns ? .detach : .truncate
    options.paths.top = analysis.top.limit
    options.paths.measuresSlack = measuresSlack
    for value in whatIf {
      switch value {
      case .all: options.whatIf.ranksOperations = true
      case .change(let change): options.whatIf.operations.append(change)
      }
    }
    options.whatIf.queues = queues.map { QueueChange(topic: $0.name, change: $0.change) }
    return options
  }

  /// The attributes to read.
  var attributes: Set<String> {
    Set(
      RequestPathsFold.requiredAttributes + (queues.isEmpty ? [] : WhatIfFold.requiredAttributes)
        + (splitAttribute.map { [$0] } ?? []))
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
      .text(
        FlagManual(
          "by", value: "ATTRIBUTE", .analysis, "Split entry points by the value of an attribute of the root span.",
          longDoc: """
            Where the span has none, its resource's counts. The twenty most frequent values have entries of their own, all others share one, \"(others)\".
            """), \.splitAttribute),
      .toggle(
        FlagManual(
          "slack", .analysis,
          "Tell by how much each call could be late unnoticed, and how much sooner responses were without it."),
        \.measuresSlack),
      .list(
        FlagManual(
          "what-if", value: "CHANGE", .analysis,
          "Play every journey again with another own time of an operation: SERVICE:OPERATION=-50%, =0 or =+20ms; or \"all\".",
          longDoc: """
            The change stands behind the last =. Calls wait again for those that had ended before they began, parallel ones stay parallel. \
            "all" tries half the own time of each operation in turn and ranks them by what that brings. Of several changes of one operation the first counts.
            """), \.whatIf, WhatIfValue.parse),
      .list(
        FlagManual(
          "what-if-queue", value: "TOPIC=CHANGE", .analysis,
          "Play every journey again with another wait for a topic's messages: TOPIC=0, =-50% or =+20ms."), \.queues,
        TimeChangeValue.parse),
    ] + FlameOptions.flags.map { $0.lifted(to: \.flame) },
    examples: [
      CommandExample("tracemill critical-path --top 5 dump.jsonl.gz", "The five slowest responses."),
      CommandExample("tracemill critical-path --format svg dump.jsonl.gz > paths.svg", "A flame graph."),
      CommandExample(
        "tracemill critical-path -f svg --entry web:checkout --band p99-100 --against p0-50 dump.jsonl.gz > tail.svg",
        "What the slowest checkouts do otherwise."),
      CommandExample(
        "tracemill critical-path --what-if 'cart:GET /cart=-50%' dump.jsonl.gz", "What a faster cart would bring."),
      CommandExample("tracemill critical-path --what-if all dump.jsonl.gz", "What to make faster first."),
      CommandExample("tracemill critical-path --format svg dump.jsonl.gz > paths.svg", "A flame graph."),
      CommandExample(
        "tracemill critical-path -f svg --entry web:checkout --band p99-100 --against p0-50 dump.jsonl.gz > tail.svg",
        "What the slowest checkouts do otherwise."),
    ],
    check: { options throws(UsageError) in
      try options.flame.check(options.format)
      if options.splitAttribute != nil, options.format == .folded || options.format == .svg {
        throw UsageError(
          "--by splits tables, not flame graphs", remedy: "leave it out, and pick an entry point with --entry",
          place: "critical-path")
      }
    })
) { options, context in
  let analysis = options.analysis
  if options.format == .folded || options.format == .svg { return try await drawFlameGraph(options, context) }
  let dump = try await LoadedDump.read(
    analysis.dump.dumps, analysis.dump, attributes: .only(options.attributes), context)
  var folds = options.options
  if let attribute = options.splitAttribute {
    let (values, _) = try await dump.run(RootValuesFold(options: attribute, symbols: dump.assembler.symbols))
    folds.paths.split = (attribute, Array(values.finish().prefix(20)))
  }
  let (fold, quality) = try await dump.run(RequestPathsFold(options: folds, symbols: dump.assembler.symbols))
  let result = fold.finish()
  switch options.format {
  case .md, .folded, .svg:
    if let whatIf = result.whatIf {
      _ = try context.print(whatIf.section(top: analysis.top.limit).markdown(level: 1) + "\n")
    }
    var before: CriticalPathResult?
    if !options.flame.before.isEmpty { before = try await responses(options.flame.before, options, context).result }
    _ = try context.print(result.responses.section(top: analysis.top.limit, since: before).markdown(level: 1))
    if let contexts = result.responses.contextSection(top: analysis.top.limit) {
      _ = try context.print("\n" + contexts.markdown(level: 1))
    }
    if let slack = result.responses.slackSection(top: analysis.top.limit) {
      _ = try context.print("\n" + slack.markdown(level: 1))
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
  let (fold, quality) = try await dump.run(
    CriticalPathFold(options: options.options.paths, symbols: dump.assembler.symbols))
  return (fold.finish(), try dump.settle(quality, context))
}
