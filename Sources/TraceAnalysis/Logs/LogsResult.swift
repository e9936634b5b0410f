import TraceModel

/// What log lines say, by template, and what changed.
public struct LogsResult: Sendable {
  public struct Pattern: Sendable {
    public var service: String
    public var template: String
    public var count: LogPatternCount
    /// Traces of the dump with such a line that have a failing span, and those that have none; nil without a dump.
    public var traces: (failing: Int, healthy: Int)?
  }

  public enum Direction: String, Sendable {
    /// Not written before.
    case new
    case risen, fallen
    /// Not written now.
    case vanished
  }

  /// A pattern, or a service as a whole, that is written more or less often than before.
  public struct Change: Sendable {
    public var service: String
    /// Empty for the service as a whole.
    public var template: String
    public var direction: Direction
    public var before: LogPatternCount
    public var now: LogPatternCount
    /// How many lines there would be now, had the pattern kept its share: of its service's lines, a service of all lines.
    public var expected: Double
    /// Lines now ÷ expected; 0 for what vanished.
    public var lift: Double
    public var p: Double
    /// Corrected for the number of comparisons.
    public var q: Double
  }

  /// The largest rate of false discoveries that is reported.
  public static let mostQ = 0.01

  /// Lines now, and the others when windows are compared.
  public var now: LogPatternCount
  public var before: LogPatternCount
  public var withTrace: Int
  public var untimed: Int
  public var rejected: Int
  /// Patterns of the lines now, by lines, most first; ties by service, template.
  public var patterns: [Pattern]
  /// Lines of patterns over the cap.
  public var otherLines: Int
  /// Nil when there is nothing to compare with. By difference to what was expected, largest first; ties by name.
  public var changes: [Change]?
  public var comparisons: Int
  public var chain: LogChain
}

extension LogsResult {
  init(_ logs: LogPatterns, comparesWindows: Bool, traces: LogTraces?) {
    now = logs.services.values.reduce(into: logs.services.others.now) { $0.merge($1.now) }
    before = logs.services.values.reduce(into: logs.services.others.before) { $0.merge($1.before) }
    withTrace = logs.withTrace
    untimed = logs.untimed
    rejected = logs.rejected
    otherLines = logs.patterns.others.now.lines
    patterns = zip(logs.patterns.keys, logs.patterns.values).filter { $0.1.now.lines > 0 }.map { key, totals in
      let fared = traces?.byPattern[key]
      return Pattern(
        service: key.service, template: key.template, count: totals.now,
        traces: traces.map { _ in (fared?.failingTraces ?? 0, fared?.healthyTraces ?? 0) })
    }.sorted { left, right in
      if left.count.lines != right.count.lines { return left.count.lines > right.count.lines }
      return LogPatternKey(service: left.service, template: left.template)
        < LogPatternKey(service: right.service, template: right.template)
    }
    chain = logs.chain
    chain.cut()
    comparisons = 0
    if comparesWindows { compare(logs) }
  }

  /// Patterns against the lines of their service, services against all lines.
  private mutating func compare(_ logs: LogPatterns) {
    var tested: [Change] = []
    for (key, totals) in zip(logs.services.keys, logs.services.values) {
      tested.append(Change(key, totals, before, now))
    }
    for (key, totals) in zip(logs.patterns.keys, logs.patterns.values) {
      guard let service = logs.services.value(of: LogPatternKey(service: key.service, template: "")) else { continue }
      tested.append(Change(key, totals, service.before, service.now))
    }
    // In one order, since a table has that of first sight.
    tested.sort {
      LogPatternKey(service: $0.service, template: $0.template)
        < LogPatternKey(service: $1.service, template: $1.template)
    }
    comparisons = tested.count
    for (place, q) in Association.discoveryRates(tested.map(\.p)).enumerated() { tested[place].q = q }
    changes = tested.filter { $0.q <= Self.mostQ }.enumerated().sorted { left, right in
      let sizes = (left.element.size, right.element.size)
      return sizes.0 == sizes.1 ? left.offset < right.offset : sizes.0 > sizes.1
    }.map(\.element)
  }
}

extension LogsResult.Change {
  fileprivate init(
    _ key: LogPatternKey, _ totals: LogPatternTotals, _ wholeBefore: LogPatternCount, _ wholeNow: LogPatternCount
  ) {
    var part = BubbleUpCounts.none
    var whole = BubbleUpCounts.none
    part[0] = UInt32(clamping: totals.before.lines)
    part[1] = UInt32(clamping: totals.now.lines)
    whole[0] = UInt32(clamping: wholeBefore.lines)
    whole[1] = UInt32(clamping: wholeNow.lines)
    let association = Association(part, in: whole)
    service = key.service
    template = key.template
    before = totals.before
    now = totals.now
    let lines = Double(now.lines)
    // A share of nothing promises nothing; of a pattern that is new, what chance would give is said instead.
    expected =
      before.lines > 0
      ? Double(before.lines) * Double(wholeNow.lines) / Double(max(1, wholeBefore.lines)) : association.expected
    lift = expected > 0 ? lines / expected : 0
    direction =
      now.lines == 0 ? .vanished : before.lines == 0 ? .new : association.z >= 0 ? .risen : .fallen
    p = association.p
    q = 1
  }

  /// How many lines more or fewer than expected.
  fileprivate var size: Double { abs(Double(now.lines) - (direction == .new ? 0 : expected)) }
}
