import TraceModel

/// Two independent fixed hashes of a text, or of several: so many bits that no two of a dump's texts share them by chance.
public struct WideHash: Hashable, Sendable {
  var first: UInt64
  var second: UInt64

  init(_ first: UInt64, _ second: UInt64) {
    self.first = first
    self.second = second
  }

  /// Of a text.
  init(_ bytes: some Sequence<UInt8>) {
    var first = FixedHash()
    var second = FixedHash()
    second.add(0x5bd1_e995)
    first.add(bytes)
    second.add(bytes)
    self.init(first.value, second.value)
  }

  /// Stands for what is not there.
  static let absent = WideHash(0, 0)

  /// Of a sequence of hashes; the order counts.
  struct Joined {
    private var first = FixedHash()
    private var second = FixedHash()

    init() { second.add(0x5bd1_e995) }

    mutating func add(_ hash: WideHash) {
      first.add(hash.first)
      second.add(hash.second)
    }

    var value: WideHash { WideHash(first.value, second.value) }
  }
}

/// How many distinct things were seen: exactly up to a cap, beyond it only that there were more.
public struct DistinctCount: Sendable, Equatable {
  public let cap: Int
  private var seen: Set<WideHash> = []
  /// Whether there are more than ``cap``.
  public private(set) var isOverCap = false

  public init(cap: Int) { self.cap = cap }

  /// The number, or the cap where it is over it.
  public var count: Int { isOverCap ? cap : seen.count }

  var size: Int { 32 * seen.capacity }

  mutating func insert(_ hash: WideHash) {
    if isOverCap { return }
    seen.insert(hash)
    if seen.count > cap { forget() }
  }

  mutating func merge(_ other: DistinctCount) {
    if isOverCap { return }
    if other.isOverCap { return forget() }
    seen.formUnion(other.seen)
    if seen.count > cap { forget() }
  }

  private mutating func forget() {
    isOverCap = true
    seen = []
  }
}
