public import TraceModel

/// What is counted of the lines of one pattern in one stretch of time.
public struct LogPatternCount: Mergeable, Equatable {
  public internal(set) var lines = 0
  /// Of them, those of severity ERROR or worse.
  public internal(set) var errors = 0
  public internal(set) var first: Timestamp?
  public internal(set) var last: Timestamp?
  public internal(set) var exemplars = SmallestTraces()

  public init() {}

  mutating func add(_ line: LogRecord) { add(isError: line.isError, trace: line.traceID, time: line.time) }

  /// Adds a line; a `time` of 0 ns is unknown.
  mutating func add(isError: Bool, trace: TraceID, time: Int64) {
    lines += 1
    if isError { errors += 1 }
    if !trace.isZero { exemplars.offer(trace) }
    if time != 0 { see(Timestamp(nanoseconds: time), Timestamp(nanoseconds: time)) }
  }

  public mutating func merge(_ other: LogPatternCount) {
    lines += other.lines
    errors += other.errors
    exemplars.merge(other.exemplars)
    if let first = other.first, let last = other.last { see(first, last) }
  }

  private mutating func see(_ from: Timestamp, _ to: Timestamp) {
    first = min(first ?? from, from)
    last = max(last ?? to, to)
  }
}

/// The lines of one pattern before and now.
struct LogPatternTotals: Mergeable {
  var before = LogPatternCount()
  var now = LogPatternCount()

  public mutating func merge(_ other: LogPatternTotals) {
    before.merge(other.before)
    now.merge(other.now)
  }
}

/// A service and a template, by their bytes; the template is empty where the service as a whole is meant.
struct LogPatternKey: TableKey, Hashable, Comparable {
  var service: String
  var template: String

  var fixedHash: UInt64 {
    var hash = FixedHash()
    hash.add(service.utf8)
    hash.add(template.utf8)
    return hash.value
  }

  /// How many bytes its texts take.
  var length: Int { service.utf8.count + template.utf8.count }

  static func == (left: Self, right: Self) -> Bool {
    left.service.utf8.elementsEqual(right.service.utf8) && left.template.utf8.elementsEqual(right.template.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in service.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8.max)
    for byte in template.utf8 { hasher.combine(byte) }
  }

  /// By the bytes of the service, then of the template.
  static func < (left: Self, right: Self) -> Bool {
    left.service.utf8.elementsEqual(right.service.utf8)
      ? left.template.utf8.lexicographicallyPrecedes(right.template.utf8)
      : left.service.utf8.lexicographicallyPrecedes(right.service.utf8)
  }
}
