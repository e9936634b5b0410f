import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// A dump that has been read, ready to be analysed.
struct LoadedDump: Sendable {
  let inputs: [DumpInput]
  let assembler: TraceAssembler
  let options: DumpOptions
  /// The stretch that `--since` and `--until` leave.
  let window: TimeWindow
  private let context: Context

  /// Reads the dump at `paths`.
  ///
  /// - Parameters:
  ///   - paths: What the user gave as DUMP.
  ///   - options: How to read; its own dumps are not looked at.
  ///   - attributes: Which attributes the analyses that follow will ask for.
  ///   - context: Names the folder for temporary files.
  /// - Returns: The dump, its spans sorted into traces.
  /// - Throws: ``SpanDecodingError`` when an input cannot be opened, read or unpacked.
  static func read(
    _ paths: [String], _ options: DumpOptions, attributes: AttributeSelection, _ context: Context
  ) async throws -> LoadedDump {
    try options.checkLimits()
    let inputs = try DumpInput.expand(paths)
    var store = SpanStore(limits: options.limits(context.environment), journeys: options.journeys)
    var selected = options.journeys.stitchesByTime ? attributes.adding(MessageKeys.attributesOfGuesses) : attributes
    if options.journeys.errorRule == .conventions { selected = selected.adding(ErrorConventions.requiredAttributes) }
    let counter = WorkCounter()
    var decoding = options.decoding(selected)
    decoding.counter = counter
    let start = ProgressCounters(phase: "reading", bytesTotal: FileTree.size(of: inputs.map(\.path)))
    let quality = try await ProgressWatch.during(start, counter, context) {
      try await SpanDecoder(options: decoding).decode(inputs, into: &store)
    }
    let end = store.end
    let assembler = try await TraceAssembler(store, quality: quality, jobs: options.workers)
    tell(assembler, inputs, options, context)
    let limits = try WindowValue(from: options.since, to: options.until)
      .resolved(in: assembler.extent, at: options.since == nil ? "--until" : "--since")
    let window = limits.window(endOfDump: end)
    if let extent = assembler.extent, !extent.overlaps(window) {
      context.talk.warning("\(EmptySide.outside(limits, extent, at: options.since == nil ? "--until" : "--since"))")
    }
    return LoadedDump(inputs: inputs, assembler: assembler, options: options, window: window, context: context)
  }

  /// Says what of the joining of traces is not as their spans have it.
  private static func tell(
    _ assembler: TraceAssembler, _ inputs: [DumpInput], _ options: DumpOptions, _ context: Context
  ) {
    let place = inputs.map(\.path).joined(separator: ", ")
    if assembler.cutLinks > 0 {
      let wait = assembler.shortestCutWait.map {
        ", the shortest wait among them \(Quantity.duration(nanoseconds: $0))"
      }
      context.talk.warning(
        "\(place): \(assembler.cutLinks) \(plural(assembler.cutLinks, "link was", "links were")) cut to keep journeys within \(options.journeys.mostSpans) \(plural(options.journeys.mostSpans, "span"))\(wait ?? ""); \"--max-journey\" allows more"
      )
    }
    if let time = assembler.timeStitching {
      let check =
        time.checked == 0
        ? "nothing in the same topics is known by which to tell how often that is right"
        : "of \(time.checked) that are known otherwise it guesses \(time.right) right (\(Quantity.share(time.right, of: time.checked)))"
      context.talk.warning(
        "\(place): \(time.guessed) \(plural(time.guessed, "delivery is", "deliveries are")) guessed by the order of time; \(check)"
      )
    }
  }

  /// Drives a fold over the journeys of the dump, or those of them that start within `window`.
  func run<Fold: TraceFold>(
    _ fold: Fold, within window: TimeWindow = .always
  ) async throws -> (fold: Fold, quality: DataQuality) {
    let counter = WorkCounter()
    var start = ProgressCounters(phase: "analysing")
    start.partsTotal = assembler.partitionCount
    return try await ProgressWatch.during(start, counter, context) {
      try await JourneyPass.run(
        fold, over: assembler, jobs: options.workers, selection: selection(within: window), counter: counter)
    }
  }

  /// The journeys that `--since` and `--until` leave, or those of them that start within `window`.
  func selection(within window: TimeWindow = .always) -> JourneySelection {
    JourneySelection(traces: self.window, journeys: window)
  }

  /// What is to be said and done about rejected input, at the end of a command. A dump that gave no span is status 3.
  func settle(_ quality: DataQuality, _ context: Context) throws -> ExitStatus {
    if let path = options.rejects { try RejectList.write(context.rejects.adding(quality, of: inputs), to: path) }
    if quality.spansRead == 0 {
      context.talk.warning(
        "\(inputs.map(\.path).joined(separator: ", ")): no spans were found; is it a span dump? See \"tracemill doctor\""
      )
    }
    for found in quality.streamBreaks { context.talk.warning("\(inputs[found.input].path): \(found.sentence)") }
    let isTooMuch = isTooMuch(quality)
    let rejected = quality[.rejectedValue] + quality[.rejectedSpan]
    let status = isTooMuch || quality.spansRead == 0 ? ExitStatus.rejectedTooMuch : .done
    if rejected == 0 { return status }
    let first = quality.rejects.first.map { " (the first: \(RejectList.place($0, inputs)): \($0.reason))" } ?? ""
    context.talk.warning(
      "\(rejected == 1 ? "1 value or span was" : "\(rejected) values or spans were") rejected\(first); \"--rejects FILE\" lists them, \"tracemill doctor\" explains"
    )
    return status
  }

  /// Whether more was rejected, or lost behind the break of a compressed stream, than is allowed: of the bytes, or of the spans, of which
  /// some are rejected one by one in values that are read. What is lost where nobody can tell how much is too much.
  private func isTooMuch(_ quality: DataQuality) -> Bool {
    let rejected = quality[.rejectedValue] + quality[.rejectedSpan] + quality.streamBreaks.count
    if options.isStrict, rejected > 0 { return true }
    let allowed = Int(options.maxRejected.millionths)
    let spans = quality[.rejectedSpan]
    if spans.multipliedFullWidth(by: 1_000_000) > (quality.spansRead + spans).multipliedFullWidth(by: allowed) {
      return true
    }
    var lost = 0
    for found in quality.streamBreaks {
      guard let bytes = found.bytesLost else { return true }
      lost = min(1 << 60, lost + bytes)
    }
    return (quality.bytesRejected + lost).multipliedFullWidth(by: 1_000_000)
      > (quality.bytesRead + lost).multipliedFullWidth(by: allowed)
  }
}
