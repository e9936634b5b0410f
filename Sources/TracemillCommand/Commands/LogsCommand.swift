import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// What `logs` takes beside what every analysis takes.
struct LogsCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var logs: [String] = []
  var baselines: [String] = []
  var window: WindowValue?
  var id: String?
}

/// `logs`: what log lines say, by template, and what changed.
let logsCommand = Command(
  CommandSpec(
    "logs", .analyses, "Patterns of log lines by service, which rose or vanished, and the lines of one id.",
    discussion: """
      A pattern is the code location when a line names one, else its text with what varies masked. With --baseline-logs or --window, \
      patterns are compared as shares of their service's lines. A DUMP adds how the traces fared, the end that relative times \
      count from, and to --trace the other traces of the journey.
      """,
    initial: LogsCommandOptions(),
    positionals: [
      .list(
        PositionalManual("DUMP", "Spans of the same time.", isRequired: false, isInput: true),
        \LogsCommandOptions.analysis.dump.dumps)
    ],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .list(
        FlagManual(
          "logs", value: "FILE", .input, "Log lines: OTLP JSON, or one JSON object a line; repeatable.",
          completion: .file), \.logs, nonEmptyText),
      .list(
        FlagManual(
          "baseline-logs", value: "FILE", .input, "Log lines of the time before; repeatable.", completion: .file),
        \.baselines, nonEmptyText),
      .value(
        FlagManual(
          "window", value: "FROM..TO", .selection, "Compare the lines of this time with the others.",
          longDoc:
            "Times are RFC 3339, @SECONDS since the epoch, or relative to the end of the dump, without one of the logs: -30m..-10m."
        ),
        \.window, WindowValue.parse),
      .text(
        FlagManual(
          "trace", value: "ID", .selection,
          "The lines of a trace (at least 8 digits of its id) or correlation id, in time order."
        ), \.id),
    ],
    examples: [
      CommandExample("tracemill logs --logs app.jsonl --window -20m..", "What the last twenty minutes say else."),
      CommandExample("tracemill logs --logs app.jsonl --trace 4bf92f35 dump.jsonl.gz", "The lines of one journey."),
    ],
    check: { options throws(UsageError) in
      if options.logs.isEmpty {
        throw UsageError("the log lines are missing", remedy: "name their files with --logs FILE", place: "logs")
      }
      if options.window != nil, !options.baselines.isEmpty {
        throw UsageError(
          "--window and --baseline-logs exclude one another", remedy: "leave one of them out", place: "logs")
      }
    })
) { options, context in
  let analysis = options.analysis
  try analysis.dump.checkLimits()
  let reader = LogReader(options: analysis.dump.decoding(.only([])))
  let inputs = try DumpInput.expand(options.logs)
  var dump: LoadedDump?
  if !analysis.dump.dumps.isEmpty {
    dump = try await LoadedDump.read(
      analysis.dump.dumps, analysis.dump, attributes: .only(Set(JourneyViewFold.requiredAttributes)), context)
  }
  var patterns = LogPatterns(try await patternOptions(options, reader, inputs, dump))
  var rejected = try reader.read(inputs, into: &patterns)
  if !options.baselines.isEmpty {
    patterns.isBaseline = true
    rejected += try reader.read(DumpInput.expand(options.baselines), into: &patterns)
  }
  patterns.rejected = rejected
  var traces: LogTraces?
  var status = ExitStatus.done
  if let dump {
    let (fold, quality) = try await dump.run(
      LogTraceFold(prior: LogIndex(try reader.read(inputs)), symbols: dump.assembler.symbols))
    traces = fold.finish()
    status = try dump.settle(quality, context)
  }
  let result = patterns.finish(traces: traces)
  if result.now.lines + result.before.lines == 0 {
    context.talk.warning("\(options.logs.joined(separator: ", ")): no log lines were found; is it a log file?")
  }
  let top = analysis.top.limit
  let printout = Printout(section: { result.section(top: top) }, json: { result.write(to: &$0, top: top) })
  try context.print(printout, as: analysis.format)
  return status
}

/// Windows in absolute time, and the traces whose lines are wanted.
private func patternOptions(
  _ options: LogsCommandOptions, _ reader: LogReader, _ inputs: [DumpInput], _ dump: LoadedDump?
) async throws -> LogPatterns.Options {
  var patterns = LogPatterns.Options()
  let dumpOptions = options.analysis.dump
  var end = dump?.assembler.end
  if end == nil, options.window != nil || dumpOptions.since != nil || dumpOptions.until != nil {
    if options.logs.contains("-") {
      throw UsageError(
        "standard input can be read only once, and times may be relative to its end",
        remedy: "name a file, or a DUMP beside it", place: "--logs")
    }
    var latest = LatestLogTime()
    _ = try reader.read(inputs, into: &latest)
    // The last line belongs to the dump.
    end = latest.end &+ 1
  }
  let extent = dump?.assembler.extent
  patterns.window = try options.window?.resolved(in: extent).window(endOfDump: end ?? 0)
  patterns.limits = try WindowValue(from: dumpOptions.since, to: dumpOptions.until)
    .resolved(in: extent, at: dumpOptions.since == nil ? "--until" : "--since").window(endOfDump: end ?? 0)
  if let id = options.id {
    var traces: Set<TraceID> = []
    if let dump, let prefix = IDPrefix(id) {
      let (fold, _) = try await dump.run(JourneyViewFold(options: .id(prefix), symbols: dump.assembler.symbols))
      if let view = fold.finish() { traces = Set(view.traceIDs) }
    }
    patterns.chain = LogChainChoice(id: id, traces: traces)
  }
  return patterns
}
