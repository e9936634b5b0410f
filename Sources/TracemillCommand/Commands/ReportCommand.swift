import ReportModel
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// What `report` takes.
struct ReportOptions: Sendable {
  var dump = DumpOptions()
  var folder = ""
  var baselines: [String] = []
  var top = TopLimit.first(20)
  var drawsSVG = true
  var traceURL: String?
}

/// `report`: everything about one dump.
let reportCommand = Command(
  CommandSpec(
    "report", .reports, "Everything about one dump, as a folder of files; with --baseline, what changed.",
    discussion: """
      The folder holds report.md, report.json, dependencies.dot, .mmd and (where dot is installed) .svg, critical-path.folded and .svg \
      (a flame graph; with --baseline critical-path-diff.folded and .svg too), and manifest.json, which is written last: its presence means that the folder is whole. A folder that holds our manifest is replaced.
      """,
    initial: ReportOptions(), positionals: [DumpOptions.positional.lifted(to: \ReportOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .text(
        FlagManual("output", short: "o", value: "DIR", .output, "The folder to write.", completion: .folder), \.folder),
      .list(
        FlagManual(
          "baseline", value: "DUMP", .input, "A dump of the time before, to compare with.", completion: .file),
        \.baselines, nonEmptyText),
      .value(
        FlagManual("top", value: "N", .output, "Show the N slowest or largest, or \"all\".", default: "20"), \.top,
        TopLimit.parse),
      .toggle(FlagManual("no-svg", .output, "Do not run dot."), \.drawsSVG, sets: false),
      .text(
        FlagManual(
          "trace-url", value: "TEMPLATE", .output, "Link traces to a tracing UI; {traceId} stands for the id."),
        \.traceURL),
    ],
    examples: [
      CommandExample("tracemill report dump.jsonl.gz -o report", "The report."),
      CommandExample("tracemill report now.jsonl.gz --baseline before.jsonl.gz -o report", "What changed."),
    ],
    check: { options throws(UsageError) in
      if options.folder.isEmpty {
        throw UsageError("the folder to write is missing", remedy: "name it with -o DIR", place: "report")
      }
    })
) { options, context in
  var folder = try OutputFolder(options.folder)
  let (now, status) = try await analyse(options.dump.dumps, options, context)
  var before: AnalysedDump?
  if !options.baselines.isEmpty { before = try await analyse(options.baselines, options, context).dump }
  let graph = now.side.result.dependencies.graph(top: 150)
  let dot = graph.dot()
  try folder.write("dependencies.dot", dot)
  try folder.write("dependencies.mmd", graph.mermaid().text)
  var picture: String?
  if options.drawsSVG {
    do {
      try folder.write("dependencies.svg", try Layout.svg(dot, context))
      picture = "dependencies.svg"
    } catch {
      context.talk.warning("\(error)")
    }
  }
  let report = DumpReport(
    now: now.side, before: before?.side, top: options.top.limit, traceURL: options.traceURL, picture: picture,
    flameGraph: try drawFlameGraphs(now.side, before: before?.side, &folder))
  let document = report.document
  var json = JSONWriter()
  report.write(to: &json)
  try folder.write("report.md", document.markdown())
  try folder.write("report.json", json.finish())
  try folder.commit(manifest: Manifest(now: now, before: before, command: "report").json)
  if context.talk.level != .quiet {
    _ = try context.print(document.plainTextLead())
    context.talk.note("the report is in \(options.folder)/report.md")
  }
  return status
}

/// Writes the flame graphs of response paths; returns the name of the one to show.
private func drawFlameGraphs(
  _ now: DumpReport.Side, before: DumpReport.Side?, _ folder: inout OutputFolder
) throws -> String {
  let graph = now.result.criticalPath.flameGraph()
  try folder.write("critical-path.folded", graph.foldedStacks())
  try folder.write("critical-path.svg", graph.svg())
  guard let before else { return "critical-path.svg" }
  let difference = graph.compared(with: before.result.criticalPath.flameGraph())
  try folder.write("critical-path-diff.folded", difference.foldedStacks())
  try folder.write("critical-path-diff.svg", difference.svg())
  return "critical-path-diff.svg"
}

/// Reads and analyses one dump.
private func analyse(
  _ paths: [String], _ options: ReportOptions, _ context: Context
) async throws -> (dump: AnalysedDump, status: ExitStatus) {
  let dump = try await LoadedDump.read(
    paths, options.dump, attributes: .only(Set(ReportFold.requiredAttributes)), context)
  var folds = ReportFold.Options()
  folds.criticalPath.top = options.top.limit
  folds.ranks = !options.baselines.isEmpty
  let (fold, quality) = try await dump.run(ReportFold(options: folds, symbols: dump.assembler.symbols))
  let status = try dump.settle(quality, context)
  let side = DumpReport.Side(result: fold.finish(), quality: quality)
  return (AnalysedDump(inputs: dump.inputs.map(\.path), side: side), status)
}

/// What a report knows of one dump.
struct AnalysedDump: Sendable {
  var inputs: [String]
  var side: DumpReport.Side
}
