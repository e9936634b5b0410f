public import TraceModel

/// Gathers what root causes are told by, of one window: own times, network gaps, sets of children, error origins, log
/// templates, queue waits; each by time bucket, so that noise between stretches of the same window can be measured.
///
/// A service's *entry* is a span whose parent is absent, of another service, or the client half of a call to itself. Its own time
/// is its duration less the union of the calls it makes. A bucket is a power of two of seconds, the finest with at most
/// ``RootCauseOptions/mostBuckets`` buckets in use, told by a trace's earliest start; which one does not depend on the order.
public struct RootCauseFold: TraceFold {
  /// The span attributes the fold reads: those that tell messages, and whom a call out of the traced services is made to.
  public static let requiredAttributes =
    QueuesFold.requiredAttributes
    + [
      AttributeConcept.databaseSystem, .databaseNamespace, .peerService, .serverAddress, .serverPort,
      .networkPeerAddress, .networkPeerPort, .rpcService,
    ].flatMap(\.names) + PeerNames.addressAttributes

  let symbols: SymbolTable
  let options: RootCauseOptions
  let logs: LogIndex?
  /// The log service's number of each symbol is looked up by name once.
  private let logServices: [Symbol?]
  private let exception: Symbol?
  var tallies = RootCauseTallies()
  var timeline = TimeBuckets(mostBuckets: 120)
  var queues: QueuesFold
  private var peers: PeerNames
  /// From the earliest start to the latest end of the spans with a believable time (ns since the epoch).
  var earliest = Int64.max
  var latest = Int64.min
  /// Buckets are `1 << shift` seconds wide.
  private(set) var shift = 0
  private var bucketsInUse: Set<UInt64> = []

  /// - Parameters:
  ///   - options: How finely time is cut.
  ///   - prior: The log lines, those of other windows among them; nil without logs.
  ///   - symbols: The names of the dump.
  public init(options: RootCauseOptions, prior: LogIndex?, symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    logs = prior
    logServices = prior?.services.map { symbols.symbol(of: $0) } ?? []
    exception = symbols.symbol(of: "exception")
    queues = QueuesFold(options: QueuesOptions(), symbols: symbols)
    peers = PeerNames(symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    queues.observe(&reading)
    for number in journey.traces {
      observe(Trace(table: journey.table, index: TraceIndex(number: number)))
    }
  }

  private mutating func observe(_ trace: Trace) {
    let table = trace.table
    let rows = trace.rows
    guard
      let first = rows.first(where: { !table.columns.flags[$0].contains(.missingTime) }) ?? rows.first
    else { return }
    let bucket = bucket(of: table.columns.starts[first])
    let shape = EntryShape(trace)
    let lines = logs?.lines(of: trace.id) ?? []
    let marks = EntryMarks(trace, shape: shape, lines: lines, logServices: logServices, exception: exception)
    tallies.traces.update(KeyIndex.Key(0, bucket), 0) { $0 += 1 }
    tallies.add(trace, shape: shape, marks: marks, bucket: bucket, peers: &peers)
    for row in rows where !table.columns.flags[row].contains(.missingTime) {
      earliest = min(earliest, table.columns.starts[row])
      latest = max(latest, table.columns.ends[row])
    }
    for row in rows where table.columns.parents[row] < 0 && !table.columns.flags[row].contains(.missingTime) {
      timeline.add(
        start: table.columns.starts[row], failed: shape.hasFailed(marks, row: row),
        duration: table.columns.ends[row] &- table.columns.starts[row])
    }
  }

  private mutating func bucket(of start: Int64) -> UInt64 {
    let second = UInt64(max(0, start) / 1_000_000_000)
    bucketsInUse.insert(second >> UInt64(shift))
    while bucketsInUse.count > options.mostBuckets { widen() }
    return second >> UInt64(shift)
  }

  private mutating func widen() {
    shift += 1
    bucketsInUse = Set(bucketsInUse.map { $0 >> 1 })
    tallies.widen()
  }

  public mutating func merge(_ other: RootCauseFold) {
    var other = other
    while shift < other.shift { widen() }
    while other.shift < shift { other.widen() }
    tallies.merge(other.tallies)
    timeline.merge(other.timeline)
    queues.merge(other.queues)
    earliest = min(earliest, other.earliest)
    latest = max(latest, other.latest)
    bucketsInUse.formUnion(other.bucketsInUse)
    while bucketsInUse.count > options.mostBuckets { widen() }
  }
}
