public import TraceModel

/// The operations of two dumps side by side, the largest changes first.
public struct REDComparison: Sendable {
  /// One operation before and now.
  public struct Row: Sendable {
    public var service: String
    public var operation: String
    public var kind: SpanKind
    public var before: CallStatistics
    public var now: CallStatistics
    /// How much it changed, 0 to 1000; see ``REDComparison``.
    public var score: Int
    public var direction = Direction.other
  }

  public enum Direction: Int, Sendable, Comparable {
    /// Slower, or failing more often.
    case worse
    /// Called more or less often, new, or not seen any more.
    case other
    /// Faster, or failing less often.
    case better

    public static func < (left: Direction, right: Direction) -> Bool { left.rawValue < right.rawValue }
  }

  /// By falling score; ties by service, operation, kind.
  public var rows: [Row]
  /// What the two dumps cover without their gaps, in ns; rates are calls over it.
  public var coveredBefore: Int64
  public var coveredNow: Int64

  /// Fewest timed calls on both sides for p99 to count.
  public static let fewestForP99 = Histogram.fewestForP99

  /// Matches operations by service, name and kind.
  ///
  /// The score is the greatest of these changes, each from 0 to 1000: p50 and (from 100 calls on both sides) p99 as
  /// 1 − smaller ⁄ larger; the share of errors, ten percentage points counting as 1000; half of any of these that is for the better,
  /// and half of the change of the rate; 600 for an operation that only one dump has. It is then shrunk by n ⁄ (n + 20), n being the calls of the side with
  /// fewer (of the only side, where there is one), so that a handful of calls does not lead the table.
  public init(before: REDResult, now: REDResult) {
    coveredBefore = before.activeNanoseconds
    coveredNow = now.activeNanoseconds
    var rows: [Row] = []
    // Names of two dumps have no symbols in common, so both lists are sorted by what they spell.
    var left = before.operations.sorted { REDComparison.compare($0, $1) < 0 }[...]
    var right = now.operations.sorted { REDComparison.compare($0, $1) < 0 }[...]
    while let one = left.first ?? right.first {
      let other = right.first ?? one
      let sign = left.isEmpty ? 1 : right.isEmpty ? -1 : REDComparison.compare(one, other)
      let named = sign <= 0 ? one : other
      var row = Row(
        service: named.service, operation: named.operation, kind: named.kind, before: CallStatistics(),
        now: CallStatistics(), score: 0)
      if sign <= 0, let first = left.popFirst() { row.before = first.statistics }
      if sign >= 0, let first = right.popFirst() { row.now = first.statistics }
      rows.append(row)
    }
    self.rows = rows
    for place in rows.indices { self.rows[place] = rated(rows[place]) }
    self.rows.sort { $0.score > $1.score }
  }

  private static func compare(_ left: REDResult.Operation, _ right: REDResult.Operation) -> Int {
    if left.service != right.service { return left.service.utf8.lexicographicallyPrecedes(right.service.utf8) ? -1 : 1 }
    if left.operation != right.operation {
      return left.operation.utf8.lexicographicallyPrecedes(right.operation.utf8) ? -1 : 1
    }
    return Int(left.kind.rawValue) - Int(right.kind.rawValue)
  }

  /// The row with how much it changed, and whether for the better or the worse.
  private func rated(_ row: Row) -> Row {
    var row = row
    let before = row.before
    let now = row.now
    var calls = min(before.calls, now.calls)
    var scores = (worse: 0, better: 0, other: 600)
    if calls == 0 {
      calls = max(before.calls, now.calls)
    } else {
      let rates = (Double(before.calls) / Double(max(1, coveredBefore)), Double(now.calls) / Double(max(1, coveredNow)))
      scores.other = 500 - Int(500 * min(rates.0, rates.1) / max(rates.0, rates.1))
      func add(_ size: Int, isWorse: Bool) {
        if isWorse { scores.worse = max(scores.worse, size) } else { scores.better = max(scores.better, size / 2) }
      }
      let timed = min(before.durations.count, now.durations.count)
      for percent in timed >= REDComparison.fewestForP99 ? [50, 99] : timed > 0 ? [50] : [] {
        let (old, new) = (before.durations.percentile(percent), now.durations.percentile(percent))
        add(REDComparison.difference(old, new), isWorse: new > old)
      }
      let errors = now.errorMillionths - before.errorMillionths
      add(min(1000, abs(errors) / 100), isWorse: errors > 0)
    }
    let most = max(scores.worse, scores.better, scores.other)
    row.direction = most == scores.worse ? .worse : most == scores.better ? .better : .other
    row.score = most * calls / (calls + 20)
    return row
  }

  /// 1000 × (1 − smaller ⁄ larger); 0 when equal.
  private static func difference(_ left: Int64, _ right: Int64) -> Int {
    let larger = max(left, right)
    if larger == 0 { return 0 }
    return 1000 - Int(Double(min(left, right)) / Double(larger) * 1000)
  }
}

extension REDComparison {
  /// The rows that changed enough to be told of by name: those with a score from 0.2 on.
  public var notable: [Row] { rows.filter { $0.score >= 200 } }
}
