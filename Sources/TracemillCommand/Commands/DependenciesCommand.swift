import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// `dependencies`: who calls whom.
let dependenciesCommand = Command(
  CommandSpec(
    "dependencies", .analyses, "Who calls whom: services, databases, topics and what lies outside.",
    initial: DependenciesCommandOptions(),
    positionals: [DumpOptions.positional.lifted(to: \DependenciesCommandOptions.dump)],
    flags: DependenciesCommandOptions.flags,
    examples: [
      CommandExample("tracemill dependencies dump.jsonl.gz | dot -Tsvg > graph.svg", "Draw the graph."),
      CommandExample("tracemill dependencies dump.jsonl.gz --focus cart --hops 1 -f md", "What is around one service."),
      CommandExample("tracemill dependencies today.jsonl.gz --diff yesterday.jsonl.gz -f md", "What changed."),
    ],
    check: { options throws(UsageError) in
      if options.hops != nil, options.focus == nil {
        throw UsageError(
          "there is nothing to count edges from", remedy: "name it with --focus SERVICE", place: "--hops")
      }
      if options.hops != nil, options.view != .services {
        throw UsageError("paths are kept whole", remedy: "leave out --hops or --view", place: "--hops")
      }
      guard options.view != .services else { return }
      let given = [
        ("--diff", !options.baselines.isEmpty), ("--include", !options.include.isEmpty),
        ("--exclude", !options.exclude.isEmpty), ("--collapse", options.collapse != .nothing),
      ].first { $0.1 }
      if let (flag, _) = given {
        throw UsageError(
          "it works on services, not on \(options.view.rawValue)", remedy: "leave --view out, or \(flag)", place: flag)
      }
    })
) { options, context in
  if options.view != .services { return try await printPaths(options, context) }
  let (now, status) = try await readGraph(options.dump.dumps, options, context)
  if options.baselines.isEmpty {
    try context.print(printout(of: now, options, context), as: options.format)
    return status
  }
  let (before, earlier) = try await readGraph(options.baselines, options, context)
  let changes = printout(of: DependencyComparison(before: before, now: now), now, options, context)
  try context.print(changes, as: options.format)
  return status.combined(with: earlier)
}

/// Reads a dump and finds its graph, or the part of it that is asked for.
private func readGraph(
  _ paths: [String], _ options: DependenciesCommandOptions, _ context: Context
) async throws -> (result: DependencyResult, status: ExitStatus) {
  let dump = try await LoadedDump.read(
    paths, options.dump, attributes: .only(Set(DependencyFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(
    DependencyFold(options: options.graph, prior: (), symbols: dump.assembler.symbols))
  let status = try dump.settle(quality, context)
  var result = fold.finish()
  for (flag, patterns) in [("--include", options.include), ("--exclude", options.exclude)] {
    for name in result.unmatched(patterns) { warn(flag, name, result, context) }
  }
  result = result.selecting(include: options.include, exclude: options.exclude)
  if options.collapse == .namespace {
    if result.nodes.allSatisfy({ $0.group.isEmpty || $0.category != .service }), !result.nodes.isEmpty {
      context.talk.warning("--collapse: no service names its namespace (service.namespace); nothing was collapsed")
    }
    result = result.collapsedByNamespace()
  }
  return (result, status)
}

/// Says that nothing in the graph has a name.
private func warn(_ flag: String, _ name: String, _ result: DependencyResult, _ context: Context) {
  let near = nearestName(to: name, among: result.nodes.map(\.name)).map { "; did you mean \($0)?" } ?? ""
  context.talk.warning("\(flag): the dump has nothing named \"\(name)\"\(near)")
}

private func printout(
  of whole: DependencyResult, _ options: DependenciesCommandOptions, _ context: Context
) -> Printout {
  var result = whole
  if let focus = options.focus {
    result = result.focused(on: focus.service, hops: options.hops)
    if result.nodes.isEmpty { warn("--focus", focus.service, whole, context) }
  }
  let shown = result
  let graph: @Sendable () -> Graph = {
    shown.graph(top: options.drawn, url: options.url).marked(options.focus?.service)
  }
  return Printout(
    section: {
      let picture = options.top == nil && options.focus == nil ? shown.overview(url: options.url) : graph()
      return shown.section(top: options.rows, picture: picture)
    }, json: { shown.write(to: &$0, top: options.top?.limit) }, graph: graph)
}

/// What changed since the baseline.
private func printout(
  of whole: DependencyComparison, _ all: DependencyResult, _ options: DependenciesCommandOptions, _ context: Context
) -> Printout {
  var comparison = whole
  var now = all
  if let focus = options.focus {
    comparison = comparison.focused(on: focus.service, hops: options.hops)
    now = now.focused(on: focus.service, hops: options.hops)
    if comparison.nodes.isEmpty { warn("--focus", focus.service, now, context) }
  }
  let (changes, result) = (comparison, now)
  return Printout(
    section: { changes.section(top: options.rows) },
    json: { result.write(to: &$0, top: options.top?.limit, since: changes) },
    graph: { changes.graph(top: options.drawn, url: options.url).marked(options.focus?.service) })
}

extension Graph {
  /// The nodes of a name marked as what the picture is about.
  fileprivate func marked(_ name: String?) -> Graph {
    guard let name else { return self }
    var graph = self
    for index in nodes.indices where nodes[index].label == name || nodes[index].id == name {
      graph.nodes[index].emphasis = .focus
    }
    return graph
  }
}

/// The views that follow requests on their way.
private func printPaths(_ options: DependenciesCommandOptions, _ context: Context) async throws -> ExitStatus {
  let dump = try await LoadedDump.read(
    options.dump.dumps, options.dump, attributes: .only(Set(CallPathFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(CallPathFold(options: (), prior: (), symbols: dump.assembler.symbols))
  var result = fold.finish()
  if let focus = options.focus {
    result = result.focused(on: focus.service, operation: focus.operation)
    if result.paths.isEmpty { context.talk.warning("--focus: no request passes through \(focus)") }
  }
  let (paths, rows) = (result, options.rows)
  let printout = Printout(
    section: {
      options.view == .paths
        ? Section("Ways of requests", blocks: [.table(paths.pathsTable.prefix(rows))])
        : Section("Steps between operations", blocks: [.table(paths.stepsTable.prefix(rows))])
    },
    json: {
      if options.view == .paths {
        paths.writePaths(to: &$0, top: options.top?.limit)
      } else {
        paths.writeOperations(to: &$0)
      }
    }, graph: { paths.graph(top: options.drawn) })
  try context.print(printout, as: options.format)
  return try dump.settle(quality, context)
}
