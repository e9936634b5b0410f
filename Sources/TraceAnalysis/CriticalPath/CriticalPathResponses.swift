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

  var size: Int { MemoryLayout<Self>.stride + segments.count * MemoryLayout<Segment>.stride }
}

/// A path that was kept whole.
protocol RankedPath: Sendable {
  /// How many bytes it holds.
  var size: Int { get }
  /// Its duration, and the ids of its root.
  var response: CriticalPathExemplar { get }
}

/// The slowest paths of all that were offered: the same whatever the order of offering.
struct SlowestPaths<Record: RankedPath>: Sendable {
  /// How many are kept; nil for all.
  let maxCount: Int?
  private var records: [Record] = []
  /// The last that would be kept, once there are enough.
  private var last: CriticalPathExemplar?

  init(maxCount: Int?) {
    self.maxCount = maxCount.map { max(0, $0) }
  }

  /// How many bytes they take. O(those kept).
  var size: Int { records.reduce(MemoryLayout<Self>.size) { $0 + $1.size } }

  /// Whether a response would be kept. Ask before making its record.
  @inline(__always)
  func keeps(_ response: CriticalPathExemplar) -> Bool {
    if maxCount == 0 { return false }
    guard let last else { return true }
    return response.nanoseconds >= last.nanoseconds && response < last
  }

  mutating func add(_ record: Record) {
    records.append(record)
    if let maxCount, records.count >= 2 * maxCount + 16 { cut(to: maxCount) }
  }

  mutating func merge(_ other: Self) {
    for record in other.records where keeps(record.response) { add(record) }
  }

  /// Those kept, the slowest first, equal ones by trace id, then span id.
  func sorted() -> [Record] {
    let sorted = records.sorted { $0.response < $1.response }
    return maxCount.map { Array(sorted.prefix($0)) } ?? sorted
  }

  private mutating func cut(to maxCount: Int) {
    records.sort { $0.response < $1.response }
    records.removeLast(records.count - maxCount)
    last = records.last?.response
  }
}
