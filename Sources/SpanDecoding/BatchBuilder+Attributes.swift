import TraceModel

extension BatchBuilder {
  /// Adds attributes to the span's. They stand outside the list, often behind it: the block then grows where it lies, else it is
  /// written anew.
  mutating func extendAttributes(with extra: [(key: Symbol, value: AttributeValue)]) {
    if batch.arena.canExtend(span.attributes, by: extra.count) {
      for (key, value) in extra { batch.arena.append(key: key, value) }
      batch.arena.extendBlock(at: span.attributes, by: extra.count)
      return
    }
    var attributes: [(key: Symbol, value: AttributeValue)] = []
    batch.arena.forEachAttribute(at: span.attributes) { key, value in
      attributes.append((key, value))
      return true
    }
    attributes += extra
    let start = batch.arena.beginBlock()
    for (key, value) in attributes { batch.arena.append(key: key, value) }
    span.attributes = batch.arena.endBlock(at: start, count: attributes.count)
  }
}
