import TraceModel

/// What metrics made from spans would cost, and which attributes make them dear.
public struct CardinalityResult: Sendable {
  public struct Label: Sendable {
    public var key: String
    public var values: Int
    public var isOverCap: Bool
  }

  /// One metric.
  public struct LabelSet: Sendable {
    /// The attributes that it has beside the base labels.
    public var by: [String]
    /// Distinct label sets, at most the cap.
    public var observed: Int
    public var isOverCap: Bool
    /// The base first, then as in ``by``.
    public var labels: [Label]

    /// Product of the labels' values, as many series as there could be; saturates. Nil when a label has more values than the cap.
    public var productBound: Int? {
      if labels.contains(where: \.isOverCap) { return nil }
      return labels.reduce(1) { product, label in
        let (next, overflowed) = product.multipliedReportingOverflow(by: label.values)
        return overflowed ? .max : next
      }
    }
  }

  public enum Level: String, Sendable {
    case span, resource
  }

  /// An attribute with many values.
  public struct Offender: Sendable {
    public var level: Level
    public var key: String
    public var values: Int
    public var isOverCap: Bool
    public var spans: Int
    /// Some of its values, cut.
    public var examples: [String]
    /// What the examples have in common, most frequent first; empty when they have too little.
    public var templates: [ValueTemplate]
  }

  public var sets: [LabelSet]
  /// Most values first, then by key, then level.
  public var offenders: [Offender]
  public var cap: Int
  public var limit: Int

  static let baseLabels = ["service.name", "span.name", "span.kind", "status.code"]

  init(_ state: CardinalityState, _ options: CardinalityOptions, _ symbols: SymbolTable) {
    let keys = options.keys
    sets = zip(options.sets, state.labelSets).map { set, observed in
      let base = zip(CardinalityResult.baseLabels, state.base).map { Label(key: $0, $1) }
      let added = set.map { key in Label(key: key, state.labels[keys.firstIndex(of: key) ?? 0]) }
      return LabelSet(by: set, observed: observed.count, isOverCap: observed.isOverCap, labels: base + added)
    }
    func offenders(_ level: Level, _ table: Counted<AttributeKey, AttributeTally>) -> [Offender] {
      zip(table.keys, table.values).compactMap { key, tally in
        guard let values = tally.values, values.isOverCap || values.count > options.limit else { return nil }
        let examples = tally.sample.values.map(\.text)
        return Offender(
          level: level, key: symbols.string(of: key.symbol), values: values.count, isOverCap: values.isOverCap,
          spans: tally.spans, examples: examples, templates: ValueTemplate.mined(from: examples))
      }
    }
    self.offenders = (offenders(.span, state.ofSpans) + offenders(.resource, state.ofResources)).sorted { left, right in
      if left.values != right.values { return left.values > right.values }
      if left.key != right.key { return left.key.utf8.lexicographicallyPrecedes(right.key.utf8) }
      return left.level.rawValue < right.level.rawValue
    }
    cap = options.cap
    limit = options.limit
  }
}

extension CardinalityResult.Label {
  fileprivate init(key: String, _ values: DistinctCount) {
    self.init(key: key, values: values.count, isOverCap: values.isOverCap)
  }
}
