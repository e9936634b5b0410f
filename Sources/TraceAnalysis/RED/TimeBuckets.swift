/// Call statistics over time, in buckets of one width that coarsens as the covered stretch grows.
///
/// The width is the finest of ``widths`` that covers everything from the earliest to the latest start in at most
/// ``mostBuckets`` buckets. Every width divides the next, so coarsening adds whole buckets up, and the outcome depends
/// on what was added, never on the order.
struct TimeBuckets: Sendable {
  private static let second: Int64 = 1_000_000_000
  /// Widths in ns: 1 s, 10 s, 1 min, 10 min, 1 h, 1 d, 10 d, 100 d, 1000 d.
  static let widths: [Int64] = [1, 10, 60, 600, 3600, 86_400, 864_000, 8_640_000, 86_400_000].map { $0 * second }

  let mostBuckets: Int
  private var rung = 0
  /// Number (start / width, rounded down) of the first of `buckets`.
  private var first: Int64 = 0
  private var buckets: [CallStatistics] = []

  init(mostBuckets: Int) {
    self.mostBuckets = max(1, mostBuckets)
  }

  /// About how many bytes they take.
  var size: Int { buckets.reduce(MemoryLayout<Self>.size) { $0 + $1.size } }

  /// The width in ns.
  var width: Int64 { TimeBuckets.widths[rung] }

  /// Start (ns since the epoch) and figures of each bucket in order, empty ones within the stretch among them.
  var all: [(start: Int64, statistics: CallStatistics)] {
    buckets.enumerated().map { (TimeBuckets.start(first + Int64($0.offset), width), $0.element) }
  }

  var isEmpty: Bool { buckets.isEmpty }

  mutating func add(start: Int64, failed: Bool, duration: Int64) {
    let place = makeRoom(for: TimeBuckets.floor(start, width), start: start)
    buckets[place].add(failed: failed, duration: duration, timed: true)
  }

  /// Adds calls of which nothing is known but when they began.
  mutating func addCalls(_ count: Int, start: Int64) {
    let place = makeRoom(for: TimeBuckets.floor(start, width), start: start)
    buckets[place].addCalls(count)
  }

  mutating func merge(_ other: TimeBuckets) {
    var other = other
    while rung < other.rung { coarsen() }
    while other.rung < rung { other.coarsen() }
    for (offset, statistics) in other.buckets.enumerated() where statistics.calls > 0 {
      // Coarsening may happen between two buckets of `other`; its start stays true.
      let start = TimeBuckets.start(other.first + Int64(offset), other.width)
      let place = makeRoom(for: TimeBuckets.floor(start, width), start: start)
      buckets[place].merge(statistics)
    }
  }

  /// The place of the bucket of `number`, after growing or coarsening as needed.
  @inline(__always)
  private mutating func makeRoom(for number: Int64, start: Int64) -> Int {
    let place = number - first
    if place >= 0 && place < buckets.count { return Int(place) }
    return grow(to: number, start: start)
  }

  private mutating func grow(to number: Int64, start: Int64) -> Int {
    if buckets.isEmpty {
      first = number
      buckets = [CallStatistics()]
      return 0
    }
    var number = number
    while true {
      let low = min(first, number)
      let high = max(first + Int64(buckets.count) - 1, number)
      if high - low < Int64(mostBuckets) || rung == TimeBuckets.widths.count - 1 {
        if low < first {
          buckets.insert(contentsOf: repeatElement(CallStatistics(), count: Int(first - low)), at: 0)
          first = low
        }
        let missing = Int(high - low) + 1 - buckets.count
        buckets.append(contentsOf: repeatElement(CallStatistics(), count: max(0, missing)))
        return Int(number - first)
      }
      coarsen()
      number = TimeBuckets.floor(start, width)
    }
  }

  private mutating func coarsen() {
    let finer = width
    rung += 1
    if buckets.isEmpty { return }
    let newFirst = TimeBuckets.floor(TimeBuckets.start(first, finer), width)
    var coarser: [CallStatistics] = []
    for (offset, statistics) in buckets.enumerated() {
      let place = Int(TimeBuckets.floor(TimeBuckets.start(first + Int64(offset), finer), width) - newFirst)
      while coarser.count <= place { coarser.append(CallStatistics()) }
      coarser[place].merge(statistics)
    }
    first = newFirst
    buckets = coarser
  }

  /// Where a bucket begins; the earliest time there is for the one it lies in.
  private static func start(_ number: Int64, _ width: Int64) -> Int64 {
    let (start, overflowed) = number.multipliedReportingOverflow(by: width)
    return overflowed ? (number < 0 ? .min : .max) : start
  }

  private static func floor(_ value: Int64, _ width: Int64) -> Int64 {
    let quotient = value / width
    return value % width < 0 ? quotient - 1 : quotient
  }
}
