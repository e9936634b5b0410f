/// The last stretches of completion paths of one journey, each walked once however many paths end with it.
///
/// They form a tree: an end goes on with the next one, which is later, up to the terminal.
struct CompletionEnds: Sendable {
  struct End: Sendable {
    /// Its segments, latest first, among those of all ends.
    fileprivate var range: Range<Int>
    /// The end that it goes on with, -1 for none.
    var next: Int
    /// The instant (ns since the epoch) at which it begins.
    var instant: Int64
    /// The child that began then; -1 when it is none.
    var effect: Int32
    /// The row with which it ends.
    var terminal: Int32
    /// The first of this end and those it goes on with that has waits for a batch; -1 for none.
    fileprivate var batchWaits: Int
  }

  private var ends: [End] = []
  private var pool: [CompletionPathSegment] = []
  /// By local row, the end behind the instant at which paths enter the row; -1 when unknown. Empty when nothing is shared.
  private(set) var known: [Int32] = []
  /// The same with what the row itself did.
  private var knownAfter: [Int32] = []
  private var firstRow = 0

  var isOn: Bool { !known.isEmpty }
  var count: Int { ends.count }

  subscript(number: Int) -> End { ends[number] }

  /// Forgets all ends. Nothing is shared when `rows` is empty.
  mutating func reset(rows: Range<Int>) {
    ends.removeAll(keepingCapacity: true)
    pool.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    knownAfter.removeAll(keepingCapacity: true)
    firstRow = rows.lowerBound
    known.append(contentsOf: repeatElement(-1, count: rows.count))
    knownAfter.append(contentsOf: repeatElement(-1, count: rows.count))
  }

  func before(_ row: Int32) -> Int? { isOn ? CompletionEnds.number(known[Int(row) - firstRow]) : nil }
  func after(_ row: Int32) -> Int? { isOn ? CompletionEnds.number(knownAfter[Int(row) - firstRow]) : nil }

  mutating func set(before row: Int32, _ number: Int) { known[Int(row) - firstRow] = Int32(number) }
  mutating func set(after row: Int32, _ number: Int) { knownAfter[Int(row) - firstRow] = Int32(number) }

  private static func number(_ number: Int32) -> Int? { number < 0 ? nil : Int(number) }

  mutating func add(
    _ segments: ArraySlice<CompletionPathSegment>, next: Int, instant: Int64, effect: Int32, terminal: Int32
  ) -> Int {
    let first = pool.count
    pool += segments
    let batchWaits =
      segments.contains { $0.kind == .batchWait } ? ends.count : next < 0 ? -1 : ends[next].batchWaits
    ends.append(
      End(
        range: first..<pool.count, next: next, instant: instant, effect: effect, terminal: terminal,
        batchWaits: batchWaits))
    return ends.count - 1
  }

  /// The segments of an end alone, latest first.
  func ownSegments(of number: Int) -> ArraySlice<CompletionPathSegment> { pool[ends[number].range] }

  /// Calls `body` with the waits for a batch on an end and on all that it goes on with.
  func forEachBatchWait(from number: Int, _ body: (CompletionPathSegment) -> Void) {
    var number = number < 0 ? -1 : ends[number].batchWaits
    while number >= 0 {
      for segment in ownSegments(of: number) where segment.kind == .batchWait { body(segment) }
      let next = ends[number].next
      number = next < 0 ? -1 : ends[next].batchWaits
    }
  }

  /// The segments of an end and of all that it goes on with, latest first.
  func segments(of number: Int) -> [CompletionPathSegment] {
    var numbers: [Int] = []
    var number = number
    while number >= 0 {
      numbers.append(number)
      number = ends[number].next
    }
    return numbers.reversed().flatMap { ownSegments(of: $0) }
  }
}
