import ReportModel
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// `rank`: which service an incident began in.
let rankCommand = Command(
  CommandSpec(
    "rank", .analyses, "Rank the services an incident may have begun in, with the evidence.",
    discussion: """
      Two dumps are compared, --baseline and --incident, or a --window of one dump with its rest. Logs, metrics and deployments add \
      evidence. The verdict is likely, unclear or no_incident; scores are no probabilities.
      """,
    initial: RankOptions(),
    positionals: [
      .list(
        PositionalManual("DUMP", "The dump that --window is about.", isRequired: false), \RankOptions.dump.dumps)
    ],
    flags: RankOptions.flags,
    examples: [
      CommandExample("tracemill rank --baseline before.jsonl.gz --incident now.jsonl.gz", "Two dumps."),
      CommandExample(
        "tracemill rank dump.jsonl.gz --window -20m..", "The last twenty minutes against what was before."),
    ],
    check: { options throws(UsageError) in
      if options.window != nil {
        if options.dump.dumps.isEmpty {
          throw UsageError("the dump is missing", remedy: "name it before --window", place: "rank")
        }
      } else if options.baselines.isEmpty || options.incidents.isEmpty {
        throw UsageError(
          "there is nothing to compare", remedy: "give --baseline and --incident, or a dump and its --window",
          place: "rank")
      }
    })
) { options, context in
  let decoding = options.dump.decoding(.only([]))
  let logs =
    options.logs.isEmpty ? nil : LogIndex(try LogReader(options: decoding).read(DumpInput.expand(options.logs)))
  let metrics =
    options.metrics.isEmpty ? [] : try MetricReader(options: decoding).read(DumpInput.expand(options.metrics))
  let deployments =
    options.deployments.isEmpty
    ? [] : try DeploymentReader(options: decoding).read(DumpInput.expand(options.deployments))
  let pair = try await RankedWindows.read(options, logs: logs, context)
  let result = RootCause.rank(
    baseline: pair.baseline, incident: pair.incident, metrics: metrics, deployments: deployments)
  switch options.format {
  case .md: _ = try context.print(result.section(top: options.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0, top: options.top.limit) }
  }
  return pair.status
}

/// The two windows that `rank` compares.
struct RankedWindows: Sendable {
  var baseline: RootCauseWindow
  var incident: RootCauseWindow
  var status: ExitStatus

  static func read(_ options: RankOptions, logs: LogIndex?, _ context: Context) async throws -> RankedWindows {
    if let window = options.window { return try await read(window, options, logs, context) }
    let before = try await read(options.baselines, options, logs, context)
    let now = try await read(options.incidents, options, logs, context)
    return RankedWindows(
      baseline: before.window, incident: now.window, status: before.status == .done ? now.status : before.status)
  }

  private static func read(
    _ paths: [String], _ options: RankOptions, _ logs: LogIndex?, _ context: Context
  ) async throws -> (window: RootCauseWindow, status: ExitStatus) {
    let dump = try await LoadedDump.read(paths, options.dump, attributes: .only([]), context)
    let (fold, quality) = try await dump.run(
      RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: dump.assembler.symbols))
    let status = try dump.settle(quality, context)
    return (fold.finish(), status)
  }

  /// One dump: its window, and what lies before and behind it.
  private static func read(
    _ window: WindowValue, _ options: RankOptions, _ logs: LogIndex?, _ context: Context
  ) async throws -> RankedWindows {
    let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .only([]), context)
    let end = dump.assembler.end
    let from = Timestamp(nanoseconds: window.from?.nanoseconds(endOfDump: end) ?? .min)
    let to = Timestamp(nanoseconds: window.to?.nanoseconds(endOfDump: end) ?? .max)
    func run(_ start: Timestamp, _ end: Timestamp) async throws -> (fold: RootCauseFold, quality: DataQuality) {
      try await JourneyPass.run(
        RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: dump.assembler.symbols),
        over: dump.assembler, jobs: options.dump.workers, window: TimeWindow(start: start, end: end))
    }
    let (incident, quality) = try await run(from, to)
    var (before, _) = try await run(TimeWindow.always.start, from)
    let (after, _) = try await run(to, TimeWindow.always.end)
    before.merge(after)
    let status = try dump.settle(quality, context)
    return RankedWindows(baseline: before.finish(), incident: incident.finish(), status: status)
  }
}
