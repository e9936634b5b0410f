/// What a table is looked up by.
///
/// Tables hash with a key of the process's own, so that nobody can make names or ids that collide; no byte of output depends on it.
public protocol TableKey: Equatable, Sendable {
  func hash(seed: TableSeed) -> UInt64
}

/// A key that fits 128 bits: the fast kind.
public protocol PackedKey: TableKey {
  /// All of the key; equal keys have equal words.
  var words: TableWords { get }
}

/// 128 bits.
public struct TableWords: Equatable, Sendable {
  public var first: UInt64
  public var second: UInt64

  @inlinable
  public init(_ first: UInt64, _ second: UInt64 = 0) {
    self.first = first
    self.second = second
  }
}

extension PackedKey {
  @inlinable @inline(__always)
  public func hash(seed: TableSeed) -> UInt64 {
    let words = words
    let product = (words.first ^ seed.first).multipliedFullWidth(by: words.second ^ seed.second)
    let folded = product.high ^ product.low
    return folded ^ (folded >> 29)
  }
}

extension TableKey where Self: Hashable {
  /// The language's own hash, which is seeded per process.
  public func hash(seed: TableSeed) -> UInt64 { UInt64(bitPattern: Int64(hashValue)) }
}

/// The key of table hashes: one a process, drawn at its start.
public struct TableSeed: Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64

  /// The process's own.
  public static let process: TableSeed = {
    var random = SystemRandomNumberGenerator()
    return TableSeed(first: random.next(), second: random.next())
  }()
}
