/// Values by key, at most so many keys: those of the smallest fixed hashes. All others are added up into one value.
///
/// Which keys are kept depends on the keys alone: a key that was let go has that many smaller ones beside it, here and in every
/// whole this table becomes part of. So what is kept is exact, and any split and order of merging gives the same.
///
/// The hash of a key must be over bytes of names (``SymbolTable/fixedHash(of:)``), never over the numbers of a run's symbols.
public struct BoundedTable<Key: TableKey, Value: Mergeable>: Sendable {
  /// How many keys are kept at most.
  public let maxCount: Int
  private var table = Counted<Key, Value>()
  /// By number.
  private var hashes: [UInt64] = []
  /// All that is not kept.
  public private(set) var others = Value()
  /// Whether keys were let go.
  public private(set) var isCut = false
  /// Keys with a larger hash are not kept.
  private var limit = UInt64.max

  public init(maxCount: Int) { self.maxCount = max(1, maxCount) }

  public var count: Int { table.count }
  /// About how many bytes it takes. O(keys).
  public var size: Int { table.size + 8 * hashes.count + others.size }
  /// By number.
  public var keys: [Key] { table.keys }
  /// By number.
  public var values: [Value] {
    get { table.values }
    _modify { yield &table.values }
  }

  /// Looks a key up, and makes room for it when it is new. O(1) expected.
  ///
  /// - Parameters:
  ///   - key: What to look up.
  ///   - hash: Its fixed hash; asked for only when the key is new.
  /// - Returns: Its number until the next ``trim()``, ``cut()`` or merge; nil for a key past the bound.
  @inline(__always)
  public mutating func number(of key: Key, hash: @autoclosure () -> UInt64) -> Int? {
    if let number = table.existing(key) { return number }
    return add(key, hash: hash())
  }

  /// Adds to the value of `key`, or to ``others``.
  public mutating func update(_ key: Key, hash: @autoclosure () -> UInt64, _ body: (inout Value) -> Void) {
    if let number = number(of: key, hash: hash()) {
      body(&table.values[number])
      trim()
    } else {
      body(&others)
    }
  }

  /// The value of `key`, when it is kept.
  public func value(of key: Key) -> Value? { table.existing(key).map { table.values[$0] } }

  private mutating func add(_ key: Key, hash: UInt64) -> Int? {
    if hash > limit { return nil }
    hashes.append(hash)
    return table.number(of: key)
  }

  /// Lets go of what is past the bound, when there is much of it. Numbers change.
  public mutating func trim() { if table.count >= 2 * maxCount + 64 { cut() } }

  /// Lets go of all that is past the bound. Numbers change.
  public mutating func cut() {
    if table.count > maxCount {
      isCut = true
      limit = min(limit, hashes.sorted()[maxCount - 1])
    }
    if limit == .max || !hashes.contains(where: { $0 > limit }) { return }
    let (old, oldHashes) = (table, hashes)
    table = Counted()
    hashes = []
    for number in old.keys.indices {
      if oldHashes[number] <= limit {
        table[old.keys[number]] = old.values[number]
        hashes.append(oldHashes[number])
      } else {
        others.merge(old.values[number])
      }
    }
  }

  /// Adds all of `other`, whose keys may be called otherwise there.
  public mutating func merge(_ other: Self, translated: (Key) -> Key = { $0 }) {
    isCut = isCut || other.isCut
    limit = min(limit, other.limit)
    others.merge(other.others)
    for (number, key) in other.table.keys.enumerated() {
      if let own = self.number(of: translated(key), hash: other.hashes[number]) {
        table.values[own].merge(other.table.values[number])
      } else {
        others.merge(other.table.values[number])
      }
    }
    cut()
  }
}
