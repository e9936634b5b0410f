/// Which metrics ``CardinalityFold`` prices.
public struct CardinalityOptions: Sendable {
  /// Sets of attributes that are added to the base labels.
  public var sets: [[String]]
  /// Distinct things are counted exactly up to this.
  public var cap: Int
  /// An attribute with more distinct values is an offender.
  public var limit: Int

  public init(sets: [[String]] = [], cap: Int = 100_000, limit: Int = 100) {
    self.sets = sets.isEmpty ? [[]] : sets
    self.cap = max(1, cap)
    self.limit = max(0, limit)
  }

  /// Every attribute that one of the sets names, once, in the order in which they are named.
  var keys: [String] {
    var keys: [String] = []
    for key in sets.joined() where !keys.contains(key) { keys.append(key) }
    return keys
  }
}
