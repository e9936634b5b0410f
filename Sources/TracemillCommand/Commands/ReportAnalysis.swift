import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// What a report is made of: one dump, two dumps, or a stretch of one dump and the rest of it.
struct ReportAnalysis: Sendable {
  var now: DumpFindings.Side
  var before: DumpFindings.Side?
  /// The dump in which `now` was found to be the worst stretch.
  var whole: DumpFindings.Side?
  let signals: RootCauseSignals
  /// Nil without logs.
  let logs: LogIndex?
  let manifest: Manifest
  let status: ExitStatus
  private let dump: LoadedDump
  private let incident: TimeWindow?

  static func run(_ options: ReportOptions, _ context: Context) async throws -> ReportAnalysis {
    let (logs, signals) = try options.signals.read(options.dump, context.talk)
    var folds = ReportFold.Options()
    folds.criticalPath.top = options.top.limit
    folds.logs = logs
    let isCompared = options.window != nil || !options.baselines.isEmpty
    let attributes = Set(ReportFold.requiredAttributes)
    // What sets bad requests apart may be any attribute.
    let dump = try await LoadedDump.read(
      options.dump.dumps, options.dump, attributes: isCompared ? .all : .only(attributes), context)
    folds.ranks = isCompared
    folds.seeksWorstStretch = !isCompared
    let fold = ReportFold(options: folds, symbols: dump.assembler.symbols)
    let asked = try options.window?.resolved(in: dump.assembler.extent)
    let given = asked?.window(endOfDump: dump.assembler.end)
    var now: DumpFindings.Side
    var before: DumpFindings.Side?
    var whole: DumpFindings.Side?
    if let given, options.baselines.isEmpty {
      (now, before) = try await compared(dump, fold, given)
    } else if let given {
      now = await side(try await dump.run(fold, within: given), dump)
    } else {
      now = await side(try await dump.run(fold), dump)
    }
    var isEmpty = false
    if let asked {
      isEmpty = try EmptySide.check(asked, of: dump, inside: now.traces, outside: before?.traces, context)
    } else if isCompared {
      isEmpty = try EmptySide.isEmpty(nil, dump, now.traces, context)
    }
    if isEmpty { before = nil }
    var manifest = Manifest(now: AnalysedDump(dump, now), command: "report")
    manifest.signals = try options.signals.inputs
    var status = try dump.settle(now.quality, context)
    if !options.baselines.isEmpty {
      let earlier = try await LoadedDump.read(options.baselines, options.dump, attributes: .only(attributes), context)
      let analysed = await side(
        try await earlier.run(ReportFold(options: folds, symbols: earlier.assembler.symbols)), earlier)
      if try EmptySide.isEmpty("--baseline", earlier, analysed.traces, context) { isEmpty = true }
      status = status.combined(with: try earlier.settle(analysed.quality, context))
      manifest.before = AnalysedDump(earlier, analysed)
      // A report of one side is what can be told when the other holds nothing.
      before = isEmpty ? nil : analysed
    }
    if let stretch = now.result.worstStretch {
      whole = now
      folds.seeksWorstStretch = false
      folds.ranks = true
      (now, before) = try await compared(dump, ReportFold(options: folds, symbols: dump.assembler.symbols), stretch)
    }
    return ReportAnalysis(
      now: now, before: before, whole: whole, signals: signals, logs: logs, manifest: manifest, status: status,
      dump: dump,
      incident: given)
  }

  /// Compares bad traces of the incident with its good ones; nothing where the dump was read without the attributes for it.
  func associations(
    _ selections: [(kind: TraceAssociation.Kind, selection: TraceSelection)]
  ) async throws -> [TraceAssociation] {
    if whole != nil { return [] }
    let results = try await BubbleUp.analyse(
      selections.map(\.selection), over: dump.assembler, jobs: dump.options.workers,
      journeys: dump.selection(within: incident ?? .always)
    ).results
    return zip(selections, results).map { TraceAssociation(kind: $0.kind, result: $1) }
  }

  private static func compared(
    _ dump: LoadedDump, _ fold: ReportFold, _ stretch: TimeWindow
  ) async throws -> (now: DumpFindings.Side, before: DumpFindings.Side) {
    let (parted, quality) = try await dump.run(Parted(fold, window: stretch))
    return (
      await side((fold: parted.inside, quality: quality), dump),
      await side((fold: parted.outside, quality: quality), dump)
    )
  }

  private static func side(
    _ run: (fold: ReportFold, quality: DataQuality), _ dump: LoadedDump
  ) async -> DumpFindings.Side {
    var result = await run.fold.finished()
    result.queues.timeStitching = dump.assembler.timeStitching
    result.queues.cutLinks = dump.assembler.cutLinks
    return DumpFindings.Side(result: result, quality: run.quality)
  }
}

extension DumpFindings.Side {
  fileprivate var traces: Int { result.doctor.traces }
}

/// What a manifest tells of one dump.
struct AnalysedDump: Sendable {
  var inputs: [String]
  var side: DumpFindings.Side

  init(_ dump: LoadedDump, _ side: DumpFindings.Side) {
    inputs = dump.inputs.map(\.path)
    self.side = side
  }
}
