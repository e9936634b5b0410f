import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// From which verdict on the status is 1.
enum SLOGate: String, CaseIterable, Sendable {
  case page, ticket, never

  func trips(at verdict: SLOResult.Verdict) -> Bool {
    switch self {
    case .page: verdict == .page
    case .ticket: verdict == .page || verdict == .ticket
    case .never: false
    }
  }
}

/// What `slo` takes.
struct SLOCommandOptions: Sendable {
  var dump = DumpOptions()
  var path = ""
  var format = OutputFormat.md
  var gate = SLOGate.ticket
  var isBacktest = false
}

/// `slo`: how objectives stand at the end of a dump.
let sloCommand = Command(
  CommandSpec(
    "slo", .analyses, "Whether service level objectives hold, and whether their burn-rate alerts fire.",
    discussion: """
      Each objective of FILE is judged at the end of the dump by the multiwindow burn-rate pairs of the Site Reliability Workbook: \
      page at 14.4 over 1 h and 5 min or 6 over 6 h and 30 min, ticket at 1 over 3 d and 6 h. A pair that the dump does not cover, or that one bad \
      request would trip, is not judged.
      """,
    initial: SLOCommandOptions(), positionals: [DumpOptions.positional.lifted(to: \SLOCommandOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .text(
        FlagManual(
          "slo", value: "FILE", .input, "The objectives, in YAML.",
          longDoc: """
            "slos:" is a list of {name, service, operation, objective, latency, window}. operation is a glob (default *), objective percent of \
            requests, latency makes longer requests bad, window is how long the budget lasts (default 30d).
            """, completion: .file), \.path),
      .toggle(FlagManual("backtest", .analysis, "Say when the alerts would have fired and resolved."), \.isBacktest),
      .choice(
        FlagManual(
          "fail-on", value: "VERDICT", .gates, "End with status 1 when a verdict is at least so bad.", default: "ticket"
        ),
        \.gate),
      .format([.document, .json], \.format),
    ],
    examples: [
      CommandExample("tracemill slo --slo slo.yaml dump.jsonl.gz", "Verdicts and what is left of the budgets."),
      CommandExample("tracemill slo --slo slo.yaml --backtest dump.jsonl.gz", "When the alerts would have fired."),
    ],
    check: { options throws(UsageError) in
      if options.path.isEmpty { throw UsageError("no objectives are given", remedy: "name their file by --slo FILE") }
    })
) { options, context in
  let objectives = try YAMLFile.read(options.path, ServiceObjective.read)
  let dump = try await LoadedDump.read(
    options.dump.dumps, options.dump, attributes: .only(Set(SLOFold.requiredAttributes)), context)
  let fold = SLOFold(
    options: SLOOptions(objectives: objectives, isBacktest: options.isBacktest), prior: try await dump.extent(),
    symbols: dump.assembler.symbols)
  let (seen, quality) = try await dump.run(fold)
  let result = seen.finish()
  for objective in result.objectives where objective.window.total == 0 {
    let subject = objective.objective.operation.map { " of \"\($0.text)\"" } ?? ""
    context.talk.warning(
      "\(options.path): \(objective.objective.name): the dump has no requests\(subject) at \"\(objective.objective.service)\"; \"tracemill red\" lists services and operations"
    )
  }
  try context.print(
    Printout(section: { result.section() }, json: { result.write(to: &$0) }), as: options.format)
  let isTripped = result.objectives.contains { options.gate.trips(at: $0.verdict) }
  return try dump.settle(quality, context).combined(with: isTripped ? .gateTripped : .done)
}

extension LoadedDump {
  /// From the earliest start to the latest end of the spans that are analysed.
  func extent() async throws -> DumpExtent {
    if window == .always {
      return assembler.extent.map { DumpExtent(start: $0.start.nanoseconds, end: assembler.end) } ?? DumpExtent()
    }
    return try await run(DumpExtentFold(symbols: assembler.symbols)).fold.finish()
  }
}
