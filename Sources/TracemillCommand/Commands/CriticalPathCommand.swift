import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `critical-path` takes beside what every analysis takes.
struct CriticalPathCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var flame = FlameOptions()
  var excluded: [ServiceOperation] = []
  var detachesOverruns = false
  var whatIf: [WhatIfValue] = []
  var queues: [TimeChangeValue] = []
  var splitAttribute: String?
  var measuresSlack = false

  /// Whether a flame graph is asked for, of responses alone.
  var drawsFlames: Bool { analysis.format == .folded || analysis.format == .svg }

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
      .format([.document, .json, .flameGraph], \.analysis.format),
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
    ],
    check: { options throws(UsageError) in
      try options.flame.check(drawsFlames: options.drawsFlames)
      if options.splitAttribute != nil, options.drawsFlames {
        throw UsageError(
          "--by splits tables, not flame graphs", remedy: "leave it out, and pick an entry point with --entry",
          place: "critical-path")
      }
    })
) { options, context in
  let analysis = options.analysis
  if options.drawsFlames { return try await drawFlameGraph(options, context) }
  let dump = try await LoadedDump.read(
    analysis.dump.dumps, analysis.dump, attributes: .only(options.attributes), context)
  var folds = options.options
  if let attribute = options.splitAttribute {
    let (values, _) = try await dump.run(RootValuesFold(options: attribute, symbols: dump.assembler.symbols))
    folds.paths.split = (attribute, Array(values.finish().prefix(20)))
  }
  let (fold, quality) = try await dump.run(RequestPathsFold(options: folds, symbols: dump.assembler.symbols))
  let result = fold.finish()
  try await warnOfNames(options, result, dump, context)
  var before: CriticalPathResult?
  var status = ExitStatus.done
  if !options.flame.before.isEmpty {
    let earlier = try await responses(options.flame.before, options, context)
    (before, status) = (earlier.result, earlier.status)
  }
  let (baseline, top) = (before, analysis.top.limit)
  let printout = Printout(
    sections: { sections(of: result, since: baseline, top: top) }, json: { result.write(to: &$0, since: baseline) })
  try context.print(printout, as: analysis.format)
  return try dump.settle(quality, context).combined(with: status)
}

/// The sections that are printed; with a baseline those that do not compare say that they are of now.
private func sections(
  of result: RequestPathsFold.Result, since before: CriticalPathResult?, top: Int?
) -> [Section] {
  let paths = result.responses.section(top: top, since: before)
  var others: [Section] = []
  if let contexts = result.responses.contextSection(top: top) { others.append(contexts) }
  if let slack = result.responses.slackSection(top: top) { others.append(slack) }
  others += [result.completions.section(top: top), result.antiPatterns.section(top: top)]
  if before != nil {
    for index in others.indices { others[index].title += " (now)" }
  }
  let whatIf = result.whatIf.map { [$0.section(top: top)] } ?? []
  return whatIf + [paths] + others
}

/// Tells which of the operations and topics that were named the dump does not have.
private func warnOfNames(
  _ options: CriticalPathCommandOptions, _ result: RequestPathsFold.Result, _ dump: LoadedDump, _ context: Context
) async throws {
  let unmet = result.whatIf?.changes.filter { $0.met == 0 } ?? []
  if options.excluded.isEmpty, unmet.isEmpty { return }
  let check = try await NameCheck.of(dump)
  for name in options.excluded { check.warn("--exclude", name.service, name.operation, context) }
  for change in unmet {
    guard let service = change.service else {
      context.talk.warning(
        "--what-if-queue: no message waited in a topic \"\(change.name)\"; \"tracemill queues\" lists topics")
      continue
    }
    if check.warn("--what-if", service, change.name, context) {
      context.talk.warning("--what-if: no span of \"\(service)\" \"\(change.name)\" could be changed")
    }
  }
}

/// The formats that draw responses only.
private func drawFlameGraph(_ options: CriticalPathCommandOptions, _ context: Context) async throws -> ExitStatus {
  let now = try await responses(options.analysis.dump.dumps, options, context)
  var before: CriticalPathResult?
  var status = now.status
  if !options.flame.before.isEmpty {
    let earlier = try await responses(options.flame.before, options, context)
    (before, status) = (earlier.result, status.combined(with: earlier.status))
  }
  let graph = options.flame.graph(now.result, before: before)
  if let entry = options.flame.entry, graph.frames.isEmpty {
    let entries = (now.result.entries + (before?.entries ?? [])).map {
      OperationName(service: $0.service, operation: $0.operation)
    }
    NameCheck(names: entries).warn("--entry", entry.service, entry.operation, context, as: "entry point")
  }
  try context.print(Printout(flameGraph: { graph }), as: options.analysis.format)
  return status
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
