import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `diff` takes.
struct DiffOptions: Sendable {
  var dump = DumpOptions()
  var before = ""
  var now = ""
  var format = OutputFormat.md
  var graph = DependencyOptions()
  var top: TopLimit?
  var assertions: [DumpAssertion] = []
}

/// `diff`: what changed between two dumps.
let diffCommand = Command(
  CommandSpec(
    "diff", .analyses, "What changed between two dumps, and whether that is allowed.",
    discussion: """
      Entry points, operations and the edges between services, those first that changed most for what chance would have them do. \
      An assertion that does not hold is said on stderr, and the status is 1.
      """,
    initial: DiffOptions(),
    positionals: [
      .one(
        PositionalManual("A", "The dump before: a file, a glob or a folder.", isInput: true), \DiffOptions.before,
        nonEmptyText),
      .one(PositionalManual("B", "The dump now.", isInput: true), \DiffOptions.now, nonEmptyText),
    ],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .list(
        FlagManual(
          "assert", value: "EXPR", .selection, "End with status 1 unless EXPR holds; repeatable.",
          longDoc: """
            EXPR is METRIC(SELECTOR) OP NUMBER. METRIC is p50, p95, p99, mean, rate, errors or calls; SELECTOR is * (all requests), \
            SERVICE or SERVICE:OPERATION; OP is = != < <= > >=; NUMBER is a duration (250ms), a share of errors (1%), a \
            count, a rate a second, or 1.1x for so many times what it was before. edges(added) and edges(gone) count edges.
            """), \.assertions, AssertionValue.parse),
      .format([.document, .json, .graph], \.format, doc: "How to print what changed."),
      .choice(
        FlagManual(
          "messaging", value: "NODE", .analysis, "What stands between producers and consumers.", default: "topic"),
        \.graph.messaging),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show the N largest changes of each list, or \"all\".",
          default: "all in JSON, 80 in pictures, 20 in tables"), \.top, optionalTop),
    ],
    examples: [
      CommandExample("tracemill diff yesterday.jsonl.gz today.jsonl.gz", "What changed since yesterday."),
      CommandExample(
        "tracemill diff main.jsonl branch.jsonl --assert 'p95(checkout) <= 1.1x' --assert 'edges(added) = 0'",
        "A gate after a load test."),
    ])
) { options, context in
  let before = try await readSide(options.before, options, context)
  let now = try await readSide(options.now, options, context)
  let comparison = DumpComparison(before: before.result, now: now.result)
  for assertion in options.assertions where assertion.isAboutNothing(in: comparison) {
    throw unmatched(assertion, comparison)
  }
  let top = options.top
  let printout = Printout(
    report: { comparison.report(top: top.map(\.limit) ?? 20) }, json: { comparison.write(to: &$0, top: top?.limit) },
    graph: { comparison.dependencies.graph(top: top.map(\.limit) ?? 80) })
  try context.print(printout, as: options.format)
  let failures = options.assertions.compactMap { assertion in
    assertion.failure(in: comparison).map { assertion.sentence($0) }
  }
  for failure in failures { context.talk.error(failure) }
  return before.status.combined(with: now.status).combined(with: failures.isEmpty ? .done : .gateTripped)
}

/// Says that an assertion selects nothing, and what it may have meant.
private func unmatched(_ assertion: DumpAssertion, _ comparison: DumpComparison) -> UsageError {
  var near: String?
  let operations = comparison.now.operations + comparison.before.operations
  switch assertion.selector {
  case .everything, .edges: break
  case .service(let name): near = nearestName(to: name, among: operations.map(\.service))
  case .operation(let service, let name):
    let own = operations.filter { $0.service == service }.map(\.operation)
    near =
      own.isEmpty
      ? nearestName(to: service, among: operations.map(\.service))
      : nearestName(to: name, among: own)
  }
  return UsageError(
    "neither dump has spans of \(assertion.subject)",
    remedy: near.map { "did you mean \"\($0)\"?" } ?? "\"tracemill red\" lists services and operations",
    place: "--assert \(assertion.text)")
}

private func readSide(
  _ path: String, _ options: DiffOptions, _ context: Context
) async throws -> (result: DumpComparisonFold.Result, status: ExitStatus) {
  let dump = try await LoadedDump.read(
    [path], options.dump, attributes: .only(Set(DumpComparisonFold.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(
    DumpComparisonFold(options: options.graph, symbols: dump.assembler.symbols))
  let status = try dump.settle(quality, context)
  return (fold.finish(), status)
}
