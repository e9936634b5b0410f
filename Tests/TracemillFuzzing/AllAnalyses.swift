import TraceAnalysis
import TraceModel

/// Every analysis in one pass.
struct AllAnalyses: TraceFold {
  struct Result: Sendable {
    var report: ReportFold.Result
    var paths: CallPathResult
    var queues: QueuesResult
    var requests: RequestPathsFold.Result
    var slowest: JourneyView?
    var failed: JourneyView?
  }

  private var report: ReportFold
  private var paths: CallPathFold
  private var queues: QueuesFold
  private var requests: RequestPathsFold
  /// Read for ``requests``, which walks paths otherwise.
  private var detached: JourneyReading
  private var slowest: JourneyViewFold
  private var failed: JourneyViewFold

  init(options: Void = (), prior: Void = (), symbols: SymbolTable) {
    var options = ReportFold.Options()
    options.ranks = true
    report = ReportFold(options: options, symbols: symbols)
    paths = CallPathFold(options: (), prior: (), symbols: symbols)
    queues = QueuesFold(options: QueuesOptions(listsDeliveries: true), symbols: symbols)
    var detaching = RequestPathsFold.Options()
    detaching.paths.overrun = .detach
    detaching.whatIf.ranksOperations = true
    requests = RequestPathsFold(options: detaching, symbols: symbols)
    detached = JourneyReading(symbols: symbols, options: requests.readingOptions)
    slowest = JourneyViewFold(options: .slowest, symbols: symbols)
    failed = JourneyViewFold(options: .failed, symbols: symbols)
  }

  mutating func observe(_ reading: inout JourneyReading) {
    report.observe(&reading)
    paths.observe(&reading)
    queues.observe(&reading)
    detached.begin(reading.journey)
    requests.observe(&detached)
    detached.end()
    slowest.observe(&reading)
    failed.observe(&reading)
  }

  mutating func merge(_ other: Self) {
    report.merge(other.report)
    paths.merge(other.paths)
    queues.merge(other.queues)
    requests.merge(other.requests)
    slowest.merge(other.slowest)
    failed.merge(other.failed)
  }

  consuming func finish() -> Result {
    Result(
      report: report.finish(), paths: paths.finish(), queues: queues.finish(), requests: requests.finish(),
      slowest: slowest.finish(), failed: failed.finish())
  }
}
