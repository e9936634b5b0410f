import ReportModel
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// How `dependencies` prints.
enum DependenciesFormat: String, CaseIterable, Sendable {
  case dot, md, mermaid, json, svg
}

/// What `dependencies` takes.
struct DependenciesCommandOptions: Sendable {
  var dump = DumpOptions()
  var format = DependenciesFormat.dot
  var graph = DependencyOptions()
  var focus: String?
  var hops: Int?
  var top: TopLimit?
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
      .text(
        FlagManual("focus", value: "SERVICE", .selection, "Keep only what is connected with this service."), \.focus),
      .value(
        FlagManual("hops", value: "N", .selection, "With --focus: keep what is at most N edges away.", default: "any"),
        \.hops, optionalCount),
      .value(
        FlagManual(
          "top", value: "N", .output, "Keep the N edges with most calls, and those with 1 % errors or more.",
          default: "all in JSON, 150 in pictures, 20 in tables"), \.top, optionalTop),
    ], examples: [CommandExample("tracemill dependencies dump.jsonl.gz | dot -Tsvg > graph.svg", "Draw the graph.")])
) { options, context in
  let dump = try await LoadedDump.read(
    options.dump.dumps, options.dump, attributes: .only(Set(DependencyFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(
    DependencyFold(options: options.graph, prior: (), symbols: dump.assembler.symbols))
  var result = fold.finish()
  if let focus = options.focus { result = result.focused(on: focus, hops: options.hops) }
  let drawn = options.top.map(\.limit) ?? 150
  switch options.format {
  case .json: try context.printJSON { result.write(to: &$0, top: options.top?.limit) }
  case .md: _ = try context.print(result.section(top: options.top.map(\.limit) ?? 20).markdown(level: 1))
  case .dot: _ = try context.print(result.graph(top: drawn).dot())
  case .mermaid: _ = try context.print(result.graph(top: drawn).mermaid().text)
  case .svg: _ = try context.print(try Layout.svg(result.graph(top: drawn).dot(), context))
  }
  return try dump.settle(quality, context)
}

/// A whole number that may be left out.
@Sendable private func optionalCount(_ text: String) throws(UsageError) -> Int? { try Count.parsePositive(text) }

/// A limit that may be left out.
@Sendable private func optionalTop(_ text: String) throws(UsageError) -> TopLimit? { try TopLimit.parse(text) }
