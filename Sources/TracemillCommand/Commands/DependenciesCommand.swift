import ReportModel
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// How `dependencies` prints.
enum DependenciesFormat: String, CaseIterable, Sendable {
  case dot, md, mermaid, json, svg
}

/// What `dependencies` shows as a node.
enum DependenciesView: String, CaseIterable, Sendable {
  case services, operations, paths
}

/// What `dependencies` takes.
struct DependenciesCommandOptions: Sendable {
  var dump = DumpOptions()
  var format = DependenciesFormat.dot
  var graph = DependencyOptions()
  var view = DependenciesView.services
  var focus: ServiceOperation?
  var hops: Int?
  var top: TopLimit?
  /// The dump of the time before; empty without one.
  var baselines: [String] = []
}

/// `dependencies`: who calls whom.
let dependenciesCommand = Command(
  CommandSpec(
    "dependencies", .analyses, "Who calls whom: services, databases, topics and what lies outside.",
    initial: DependenciesCommandOptions(),
    positionals: [DumpOptions.positional.lifted(to: \DependenciesCommandOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .choice(
        FlagManual("format", short: "f", value: "FORMAT", .output, "How to print the graph.", default: "dot"),
        \.format),
      .choice(
        FlagManual(
          "messaging", value: "NODE", .analysis, "What stands between producers and consumers.", default: "topic"),
        \.graph.messaging),
      .choice(
        FlagManual("db-name", value: "NAME", .analysis, "What a database is named by.", default: "peer"),
        \.graph.databaseName),
      .toggle(
        FlagManual("virtual-user", .analysis, "Draw a user who calls the services that nobody else calls."),
        \.graph.virtualUser),
      .choice(
        FlagManual(
          "view", value: "VIEW", .analysis, "Services, operations, or the ways requests take through them.",
          default: "services"), \.view),
      .value(
        FlagManual(
          "focus", value: "SERVICE[:OPERATION]", .selection, "Keep only what is connected with this service.",
          longDoc: "An operation counts in the views operations and paths only."), \.focus, optionalTarget),
      .value(
        FlagManual("hops", value: "N", .selection, "With --focus: keep what is at most N edges away.", default: "any"),
        \.hops, optionalCount),
      .value(
        FlagManual(
          "top", value: "N", .output, "Keep the N edges with most calls, and those with 1 % errors or more.",
          default: "all in JSON, 150 in pictures, 20 in tables"), \.top, optionalTop),
      .list(
        FlagManual(
          "diff", value: "DUMP", .input, "Show what changed since DUMP; repeatable.",
          longDoc: """
            Added is what was not there before; gone is what was, often enough to be missed; changed is what has 1.5 times             the calls per root span, other percentiles or another share of errors, by more than chance would have it.
            """, completion: .file), \.baselines, nonEmptyText),
    ],
    examples: [
      CommandExample("tracemill dependencies dump.jsonl.gz | dot -Tsvg > graph.svg", "Draw the graph."),
      CommandExample("tracemill dependencies today.jsonl.gz --diff yesterday.jsonl.gz --format md", "What changed."),
    ],
    check: { options throws(UsageError) in
      if !options.baselines.isEmpty, options.view != .services {
        throw UsageError(
          "services are compared, not \(options.view.rawValue)", remedy: "leave --view out, or --diff", place: "--diff")
      }
    })
) { options, context in
  if options.view != .services { return try await printPaths(options, context) }
  let now = try await readGraph(options.dump.dumps, options, context)
  if !options.baselines.isEmpty {
    let before = try await readGraph(options.baselines, options, context)
    try printChanges(DependencyComparison(before: before.result, now: now.result), now.result, options, context)
    return now.status.combined(with: before.status)
  }
  var result = now.result
  if let focus = options.focus { result = result.focused(on: focus.service, hops: options.hops) }
  let drawn = options.top.map(\.limit) ?? 150
  switch options.format {
  case .json: try context.printJSON { result.write(to: &$0, top: options.top?.limit) }
  case .md: _ = try context.print(result.section(top: options.top.map(\.limit) ?? 20).markdown(level: 1))
  case .dot: _ = try context.print(result.graph(top: drawn).dot())
  case .mermaid: _ = try context.print(result.graph(top: drawn).mermaid().text)
  case .svg: _ = try context.print(try Layout.svg(result.graph(top: drawn).dot(), context))
  }
  return now.status
}

/// Reads a dump and finds its graph.
private func readGraph(
  _ paths: [String], _ options: DependenciesCommandOptions, _ context: Context
) async throws -> (result: DependencyResult, status: ExitStatus) {
  let dump = try await LoadedDump.read(
    paths, options.dump, attributes: .only(Set(DependencyFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(
    DependencyFold(options: options.graph, prior: (), symbols: dump.assembler.symbols))
  let status = try dump.settle(quality, context)
  return (fold.finish(), status)
}

/// What changed since the baseline.
private func printChanges(
  _ whole: DependencyComparison, _ now: DependencyResult, _ options: DependenciesCommandOptions, _ context: Context
) throws {
  var comparison = whole
  var now = now
  if let focus = options.focus {
    comparison = comparison.focused(on: focus.service, hops: options.hops)
    now = now.focused(on: focus.service, hops: options.hops)
  }
  let graph = comparison.graph(top: options.top.map(\.limit) ?? 150)
  switch options.format {
  case .json: try context.printJSON { now.write(to: &$0, top: options.top?.limit, since: comparison) }
  case .md:
    _ = try context.print(comparison.section(top: options.top.map(\.limit) ?? 20).markdown(level: 1))
  case .dot: _ = try context.print(graph.dot())
  case .mermaid: _ = try context.print(graph.mermaid().text)
  case .svg: _ = try context.print(try Layout.svg(graph.dot(), context))
  }
}

/// A whole number that may be left out.
@Sendable private func optionalCount(_ text: String) throws(UsageError) -> Int? { try Count.parsePositive(text) }

/// A limit that may be left out.
@Sendable func optionalTop(_ text: String) throws(UsageError) -> TopLimit? { try TopLimit.parse(text) }

/// A service, perhaps with an operation, that may be left out.
@Sendable private func optionalTarget(_ text: String) throws(UsageError) -> ServiceOperation? {
  try ServiceOperation.parse(text)
}

/// The views that follow requests on their way.
private func printPaths(_ options: DependenciesCommandOptions, _ context: Context) async throws -> ExitStatus {
  let dump = try await LoadedDump.read(
    options.dump.dumps, options.dump, attributes: .only(Set(CallPathFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(CallPathFold(options: (), prior: (), symbols: dump.assembler.symbols))
  var result = fold.finish()
  if let focus = options.focus { result = result.focused(on: focus.service, operation: focus.operation) }
  let graph = result.graph(top: options.top.map(\.limit) ?? 150)
  switch (options.format, options.view) {
  case (.json, .paths): try context.printJSON { result.writePaths(to: &$0, top: options.top?.limit) }
  case (.json, _): try context.printJSON { result.writeOperations(to: &$0) }
  case (.md, _):
    let section = Section(
      "Ways of requests", blocks: [.table(result.pathsTable.prefix(options.top.map(\.limit) ?? 20))])
    _ = try context.print(section.markdown(level: 1))
  case (.dot, _): _ = try context.print(graph.dot())
  case (.mermaid, _): _ = try context.print(graph.mermaid().text)
  case (.svg, _): _ = try context.print(try Layout.svg(graph.dot(), context))
  }
  return try dump.settle(quality, context)
}
