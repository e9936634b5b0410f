import TraceModel

/// Key of an attribute.
struct AttributeKey: PackedKey {
  var symbol: Symbol
  var words: TableWords { TableWords(UInt64(symbol.index)) }
}

/// What was seen of an attribute.
struct AttributeTally: Mergeable, Equatable {
  /// Nil until a value was seen: the cap is the fold's to know.
  var values: DistinctCount?
  var sample = ValueSample()
  /// Spans that have it, or whose resource does.
  var spans = 0

  init() {}

  mutating func add(_ hash: WideHash, cap: Int, _ text: @autoclosure () -> String) {
    var values = self.values ?? DistinctCount(cap: cap)
    self.values = nil
    values.insert(hash)
    self.values = values
    sample.offer(hash, text())
  }

  mutating func merge(_ other: AttributeTally) {
    if let theirs = other.values {
      if values == nil { values = theirs } else { values?.merge(theirs) }
    }
    sample.merge(other.sample)
    spans += other.spans
  }
}

/// Distinct labels, label sets and attribute values.
public struct CardinalityState: PartialState {
  /// Of service.name, span.name, span.kind and status.code.
  var base: [DistinctCount]
  /// Values of each attribute that a set names, absence among them.
  var labels: [DistinctCount]
  /// By set.
  var labelSets: [DistinctCount]
  var ofSpans = Counted<AttributeKey, AttributeTally>()
  var ofResources = Counted<AttributeKey, AttributeTally>()

  init(_ options: CardinalityOptions) {
    let none = DistinctCount(cap: options.cap)
    base = [DistinctCount](repeating: none, count: 4)
    labels = [DistinctCount](repeating: none, count: options.keys.count)
    labelSets = [DistinctCount](repeating: none, count: options.sets.count)
  }

  public var size: Int {
    (base + labels + labelSets).reduce(0) { $0 + $1.size }
      + (ofSpans.values + ofResources.values).reduce(0) { $0 + 8192 + ($1.values?.size ?? 0) }
  }

  public mutating func merge(_ other: CardinalityState) {
    for index in base.indices { base[index].merge(other.base[index]) }
    for index in labels.indices { labels[index].merge(other.labels[index]) }
    for index in labelSets.indices { labelSets[index].merge(other.labelSets[index]) }
    ofSpans.merge(other.ofSpans)
    ofResources.merge(other.ofResources)
  }
}
