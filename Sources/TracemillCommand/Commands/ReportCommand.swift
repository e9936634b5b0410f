import AnalysisReports
import HostSystem
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
  var window: WindowValue?
  var signals = SignalOptions()
  var top = TopLimit.first(20)
  var drawsSVG = true
  var traceURL: String?
}

/// `report`: everything about one dump.
let reportCommand = Command(
  CommandSpec(
    "report", .reports,
    "Everything about one dump, as a folder of files; with --baseline or --window, what changed and why.",
    discussion: """
      With neither, the stretch in which requests were worst is looked for: where one stands out and a root cause is likely, the report \
      compares that stretch with the rest of the dump. Logs, metrics and deployments add evidence to root causes.


      The folder holds report.md, report.json, dependencies.dot, .mmd and (where dot is installed) .svg, critical-path.folded and .svg \
      (a flame graph; with --baseline critical-path-diff.folded and .svg too), and manifest.json, which is written last, lists the files and \
      says "complete": true.

      A folder that holds our manifest is replaced: files that it lists go, a user's own stay, and a listed one that was changed is kept as \
      NAME.user.
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
        FlagManual(
          "window", value: "FROM..TO", .selection,
          "The incident within the dump; the rest is what it is compared with, unless --baseline is.",
          longDoc: "Times are RFC 3339, @SECONDS since the epoch, or relative to the end of the dump: -30m..-10m."),
        \.window, WindowValue.parse),
      .value(
        FlagManual("top", value: "N", .output, "Show the N slowest or largest, or \"all\".", default: "20"), \.top,
        TopLimit.parse),
      .toggle(FlagManual("no-svg", .output, "Do not run dot."), \.drawsSVG, sets: false),
      .text(
        FlagManual(
          "trace-url", value: "TEMPLATE", .output, "Link traces to a tracing UI; {traceId} stands for the id."),
        \.traceURL),
    ] + SignalOptions.flags.map { $0.lifted(to: \.signals) },
    examples: [
      CommandExample("tracemill report dump.jsonl.gz -o report", "The report."),
      CommandExample("tracemill report now.jsonl.gz --baseline before.jsonl.gz -o report", "What changed."),
      CommandExample("tracemill report dump.jsonl.gz --window -20m.. -o report", "The last twenty minutes, and why."),
    ],
    check: { options throws(UsageError) in
      if options.folder.isEmpty {
        throw UsageError("the folder to write is missing", remedy: "name it with -o DIR", place: "report")
      }
    })
) { options, context in
  var folder = try OutputFolder(options.folder, inputs: context.inputs)
  let analysed = try await ReportAnalysis.run(options, context)
  let graph = (analysed.whole ?? analysed.now).result.dependencies.overview()
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
  var findings = DumpFindings(
    now: analysed.now, before: analysed.before, whole: analysed.whole, signals: analysed.signals, logs: analysed.logs)
  findings.associations = try await analysed.associations(findings.incident?.selections ?? [])
  let report = DumpReport(
    findings, top: options.top.limit, traceURL: options.traceURL, picture: picture,
    flameGraph: findings.before == nil ? "critical-path.svg" : "critical-path-diff.svg")
  async let flameGraphs = flameGraphFiles(report.findings)
  async let json = jsonText(of: report)
  let document = report.document
  try folder.write("report.md", document.markdown())
  for file in await flameGraphs { try folder.write(file.name, file.text) }
  try folder.write("report.json", await json)
  for sentence in try folder.commit({ analysed.manifest.write(to: &$0) }) { context.talk.warning(sentence) }
  if context.talk.level != .quiet {
    _ = try context.print(document.plainTextLead())
    context.talk.note("the report is in \(options.folder)/report.md")
  }
  return analysed.status
}

/// The flame graphs of response paths, with a baseline their difference too.
private func flameGraphFiles(_ findings: DumpFindings) async -> [(name: String, text: String)] {
  let graph = findings.now.result.criticalPath.flameGraph()
  var files = [("critical-path.folded", graph.foldedStacks()), ("critical-path.svg", graph.svg())]
  if let before = findings.before {
    let difference = graph.compared(with: before.result.criticalPath.flameGraph())
    files.append(("critical-path-diff.folded", difference.foldedStacks()))
    files.append(("critical-path-diff.svg", difference.svg()))
  }
  return files
}

private func jsonText(of report: DumpReport) async -> [UInt8] {
  var json = JSONWriter()
  report.write(to: &json)
  return json.finish()
}
