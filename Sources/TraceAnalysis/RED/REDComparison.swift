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
  }

  /// By falling score; ties by service, operation, kind.
  public var rows: [Row]
  /// What the two dumps cover, in ns; rates are calls over it.
  public var coveredBefore: Int64
  public var coveredNow: Int64

  /// Fewest timed calls on both sides for p99 to count.
  static let fewestForP99 = Histogram.fewestForP99

  /// Matches operations by service, name and kind.
  ///
  /// The score is the greatest of these changes, each from 0 to 1000: p50 and (from 100 calls on both sides) p99 as
  /// 1 − smaller ⁄ larger; the share of errors, ten percentage points counting as 1000; half of the change of the rate;
  /// 600 for an operation that only one dump has. It is then shrunk by n ⁄ (n + 20), n being the calls of the side with
  /// fewer (of the only side, where there is one), so that a handful of calls does not lead the table.
  public init(before: REDResult, now: REDResult) {
    coveredBefore = before.coveredNanoseconds
    coveredNow = now.coveredNanoseconds
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
    for place in rows.indices {
      rows[place].score = REDComparison.score(rows[place], coveredBefore, coveredNow)
    }
    self.rows = rows.sorted { $0.score > $1.score }
  }

  private static func compare(_ left: REDResult.Operation, _ right: REDResult.Operation) -> Int {
    if left.service != right.service { return left.service.utf8.lexicographicallyPrecedes(right.service.utf8) ? -1 : 1 }
    if left.operation != right.operation {
      return left.operation.utf8.lexicographicallyPrecedes(right.operation.utf8) ? -1 : 1
    }
    return Int(left.kind.rawValue) - Int(right.kind.rawValue)
  }

  private static func score(_ row: Row, _ coveredBefore: Int64, _ coveredNow: Int64) -> Int {
    let before = row.before
    let now = row.now
    var calls = min(before.calls, now.calls)
    var score = 0
    if calls == 0 {
      calls = max(before.calls, now.calls)
      score = 600
    } else {
      let timed = min(before.durations.count, now.durations.count)
      if timed > 0 { score = difference(before.durations.percentile(50), now.durations.percentile(50)) }
      if timed >= fewestForP99 {
        score = max(score, difference(before.durations.percentile(99), now.durations.percentile(99)))
      }
      score = max(score, min(1000, abs(now.errorMillionths - before.errorMillionths) / 100))
      let rates = (Double(before.calls) / Double(max(1, coveredBefore)), Double(now.calls) / Double(max(1, coveredNow)))
      score = max(score, 500 - Int(500 * min(rates.0, rates.1) / max(rates.0, rates.1)))
    }
    return score * calls / (calls + 20)
  }

  /// 1000 × (1 − smaller ⁄ larger); 0 when equal.
  private static func difference(_ left: Int64, _ right: Int64) -> Int {
    let larger = max(left, right)
    if larger == 0 { return 0 }
    return 1000 - Int(Double(min(left, right)) / Double(larger) * 1000)
  }
}
