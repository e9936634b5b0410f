import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// `rank`: which service an incident began in.
let rankCommand = Command(
  CommandSpec(
    "rank", .analyses, "Rank the services an incident may have begun in, with the evidence.",
    discussion: """
      Two dumps are compared, --baseline and --incident, or a --window of one dump with its rest; given a dump alone, the stretch in which its \
      requests were worst is found and compared with the rest. Logs, metrics and deployments add \
      evidence. The verdict is likely, unclear or no_incident; scores are no probabilities.
      """,
    initial: RankOptions(),
    positionals: [
      .list(
        PositionalManual("DUMP", "A dump to look for an incident in.", isRequired: false, isInput: true),
        \RankOptions.dump.dumps)
    ],
    flags: RankOptions.flags,
    examples: [
      CommandExample("tracemill rank --baseline before.jsonl.gz --incident now.jsonl.gz", "Two dumps."),
      CommandExample("tracemill rank dump.jsonl.gz", "The worst stretch of a dump against the rest."),
      CommandExample(
        "tracemill rank dump.jsonl.gz --window -20m..", "The last twenty minutes against what was before."),
    ],
    check: { options throws(UsageError) in
      if !options.dump.dumps.isEmpty, !options.baselines.isEmpty || !options.incidents.isEmpty {
        throw UsageError(
          "a dump stands beside --baseline or --incident", remedy: "give the dump with --incident, or alone",
          place: "rank")
      }
      if options.window != nil {
        if options.dump.dumps.isEmpty {
          throw UsageError("the dump is missing", remedy: "name it before --window", place: "rank")
        }
      } else if options.dump.dumps.isEmpty, options.baselines.isEmpty || options.incidents.isEmpty {
        throw UsageError(
          "there is nothing to compare", remedy: "give --baseline and --incident, or a dump and its --window",
          place: "rank")
      }
    })
) { options, context in
  let (logs, signals) = try options.signals.read(options.dump, context.talk)
  var method = RootCauseOptions()
  method.steps.subtract(options.without)
  let pair = try await RankedWindows.read(options, logs: logs, context)
  var result = RootCause.rank(
    baseline: pair.baseline, incident: pair.incident, metrics: signals.metrics, deployments: signals.deployments,
    options: method)
  result.search = pair.search
  if pair.isEmpty {
    // Nothing on one side says nothing about an incident.
    (result.verdict, result.onset, result.candidates) = (.unclear, nil, [])
  }
  let (ranking, top, isExplained) = (result, options.top.limit, options.isExplained)
  let printout = Printout(
    section: { ranking.section(top: top, isExplained: isExplained) },
    json: { ranking.write(to: &$0, top: top, isExplained: isExplained) })
  try context.print(printout, as: options.format)
  return pair.status
}

/// The two windows that `rank` compares.
struct RankedWindows: Sendable {
  var baseline: RootCauseWindow
  var incident: RootCauseWindow
  var status: ExitStatus
  /// One of the sides holds no spans.
  var isEmpty = false
  /// How the incident was found within one dump.
  var search = RootCauseResult.Search.given

  static func read(_ options: RankOptions, logs: LogIndex?, _ context: Context) async throws -> RankedWindows {
    if !options.dump.dumps.isEmpty { return try await read(options.window, options, logs, context) }
    let before = try await read("--baseline", options.baselines, options, logs, context)
    let now = try await read("--incident", options.incidents, options, logs, context)
    return RankedWindows(
      baseline: before.window, incident: now.window, status: before.status.combined(with: now.status),
      isEmpty: before.isEmpty || now.isEmpty)
  }

  private static func read(
    _ flag: String, _ paths: [String], _ options: RankOptions, _ logs: LogIndex?, _ context: Context
  ) async throws -> (window: RootCauseWindow, status: ExitStatus, isEmpty: Bool) {
    let dump = try await LoadedDump.read(
      paths, options.dump, attributes: .only(Set(RootCauseFold.requiredAttributes)), context)
    let (fold, quality) = try await dump.run(
      RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: dump.assembler.symbols))
    let window = fold.finish()
    let isEmpty = try EmptySide.isEmpty(flag, dump, window.traceCount, context)
    return (window, try dump.settle(quality, context), isEmpty)
  }

  /// One dump: its window, given or found, and what lies before and behind it.
  private static func read(
    _ window: WindowValue?, _ options: RankOptions, _ logs: LogIndex?, _ context: Context
  ) async throws -> RankedWindows {
    let dump = try await LoadedDump.read(
      options.dump.dumps, options.dump, attributes: .only(Set(RootCauseFold.requiredAttributes)), context)
    let window = try window?.resolved(in: dump.assembler.extent)
    let stretch: TimeWindow?
    if let window {
      stretch = window.window(endOfDump: dump.assembler.end)
    } else {
      stretch = try await dump.run(WorstStretchFold(options: (), symbols: dump.assembler.symbols)).fold.finish()
    }
    let fold = RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: dump.assembler.symbols)
    let (parted, quality) = try await dump.run(Parted(fold, window: stretch ?? .always))
    let (baseline, incident) = (parted.outside.finish(), parted.inside.finish())
    let isEmpty =
      if let window {
        try EmptySide.check(
          window, of: dump, inside: incident.traceCount, outside: baseline.traceCount, context)
      } else {
        try EmptySide.isEmpty(nil, dump, incident.traceCount, context)
      }
    let status = try dump.settle(quality, context)
    return RankedWindows(
      baseline: baseline, incident: incident, status: status, isEmpty: isEmpty,
      search: window != nil ? .given : stretch.map { .found($0) } ?? .nothing)
  }
}
