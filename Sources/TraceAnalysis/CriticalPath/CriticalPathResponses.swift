import TraceModel

/// One response path, kept whole, in symbols.
struct CriticalPathRecord: RankedPath {
  struct Segment: Sendable {
    var spanID: SpanID
    var start: Int64
    var end: Int64
    var service: Symbol
    var operation: Symbol
    var spanKind: SpanKind
    var isAmbiguous: Bool
  }

  /// Duration, trace and root.
  var response: CriticalPathExemplar
  var service: Symbol
  var operation: Symbol
  var isOrphan: Bool
  /// In time order.
  var segments: [Segment]
}

/// A path that was kept whole.
protocol RankedPath: Sendable {
  /// Its duration, and the ids of its root.
  var response: CriticalPathExemplar { get }
}

/// The slowest paths of all that were offered: the same whatever the order of offering.
struct SlowestPaths<Record: RankedPath>: Sendable {
  /// How many are kept; nil for all.
  let most: Int?
  private var records: [Record] = []
  /// The last that would be kept, once there are enough.
  private var last: CriticalPathExemplar?

  init(most: Int?) {
    self.most = most.map { max(0, $0) }
  }

  /// Whether a response would be kept. Ask before making its record.
  @inline(__always)
  func keeps(_ response: CriticalPathExemplar) -> Bool {
    if most == 0 { return false }
    guard let last else { return true }
    return response.nanoseconds >= last.nanoseconds && response < last
  }

  mutating func add(_ record: Record) {
    records.append(record)
    if let most, records.count >= 2 * most + 16 { cut(to: most) }
  }

  mutating func merge(_ other: Self) {
    for record in other.records where keeps(record.response) { add(record) }
  }

  /// Those kept, the slowest first, equal ones by trace id, then span id.
  func sorted() -> [Record] {
    let sorted = records.sorted { $0.response < $1.response }
    return most.map { Array(sorted.prefix($0)) } ?? sorted
  }

  private mutating func cut(to most: Int) {
    records.sort { $0.response < $1.response }
    records.removeLast(records.count - most)
    last = records.last?.response
  }
}
