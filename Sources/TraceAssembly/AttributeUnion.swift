import TraceModel

/// The attributes of two copies of one span together.
enum AttributeUnion {
  typealias Attribute = (key: Symbol, value: AttributeValue)

  /// Joins two blocks, keys in symbol order, so that which copy came first does not matter; of two values of one key the
  /// smaller text wins.
  ///
  /// - Returns: The union with symbols of the run, and whether it differs from `first`.
  static func of(
    _ first: ArenaReference, _ second: ArenaReference, _ source: PartitionSource, _ ownArena: AttributeArena
  ) -> (union: [Attribute], isLarger: Bool) {
    let own = read(first, source, ownArena)
    let other = read(second, source, ownArena)
    var all = own + other
    all.sort { left, right in
      if left.key != right.key { return left.key < right.key }
      return left.value.bytes.lexicographicallyPrecedes(right.value.bytes)
    }
    var union: [Attribute] = []
    for attribute in all where union.last?.key != attribute.key { union.append(attribute) }
    let isEqual = own.count == union.count && zip(own, union).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    return (union, !isEqual)
  }

  private static func read(
    _ block: ArenaReference, _ source: PartitionSource, _ ownArena: AttributeArena
  ) -> [Attribute] {
    var found: [Attribute] = []
    if block.isNone { return found }
    let number = Int(block.arena)
    if number == source.arenas.count {
      ownArena.forEachAttribute(at: block.offset) { key, value in
        found.append((key, value))
        return true
      }
    } else {
      let map = source.keyMaps[number]
      source.arenas[number].forEachAttribute(at: block.offset) { key, value in
        found.append((map[Int(key.index)], value))
        return true
      }
    }
    return found
  }
}
