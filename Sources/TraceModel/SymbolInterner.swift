/// Gives equal byte strings equal numbers, in order of first sight. One worker owns it.
///
/// Open addressing over a power of two, at most half full. Bytes are kept as they came (a name need not be UTF-8).
public struct SymbolInterner: Sendable {
  @usableFromInline var slots: [UInt32]
  @usableFromInline var hashes: [UInt32]
  @usableFromInline var bytes: [UInt8]
  /// `offsets[i]..<offsets[i + 1]` are the bytes of symbol `i`.
  @usableFromInline var offsets: [UInt32]
  @usableFromInline let key: RunKey

  public init() {
    slots = Array(repeating: .max, count: 256)
    hashes = []
    bytes = []
    offsets = [0]
    key = .process
    // Symbol 0 is the empty name; it owns no slot, `intern` answers for it.
    hashes.append(0)
    offsets.append(0)
  }

  /// How many symbols there are, the empty one among them.
  public var count: Int { hashes.count }

  /// Returns the symbol of `name`, new when it was never seen. O(bytes).
  @inlinable
  public mutating func intern(_ name: RawSpan) -> Symbol {
    if name.byteCount == 0 { return .empty }
    let hash = self.hash(of: name)
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let index = slots[slot]
      if index == .max { break }
      if hashes[Int(index)] == hash, isSymbol(Int(index), equalTo: name) { return Symbol(index) }
      slot = (slot &+ 1) & mask
    }
    return add(name, hash: hash, slot: slot)
  }

  /// Returns the symbol of `name`.
  public mutating func intern(_ name: String) -> Symbol {
    intern(Array(name.utf8)[...])
  }

  /// Returns the symbol of `name`.
  public mutating func intern(_ name: ArraySlice<UInt8>) -> Symbol {
    // SAFETY: bytes have no padding to leak.
    intern(unsafe name.span.bytes)
  }

  /// The bytes of a symbol of this interner.
  public func bytes(of symbol: Symbol) -> ArraySlice<UInt8> {
    let index = Int(symbol.index)
    return bytes[Int(offsets[index])..<Int(offsets[index + 1])]
  }

  /// How many bytes a symbol of this interner has.
  @inlinable
  public func length(of symbol: Symbol) -> Int {
    Int(offsets[Int(symbol.index) &+ 1] &- offsets[Int(symbol.index)])
  }

  /// Whether a symbol of this interner has just these bytes.
  @inlinable
  public func isSymbol(_ symbol: Symbol, equalTo name: RawSpan) -> Bool { isSymbol(Int(symbol.index), equalTo: name) }

  @inlinable
  func isSymbol(_ index: Int, equalTo name: RawSpan) -> Bool {
    let start = Int(offsets[index])
    let count = Int(offsets[index &+ 1]) &- start
    if count != name.byteCount { return false }
    // SAFETY: bytes have no padding to leak.
    let own = unsafe bytes.span.bytes
    var offset = 0
    while offset &+ 8 <= count {
      // SAFETY: `offset + 8 <= count`, which both sides hold.
      let left = unsafe own.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ offset, as: UInt64.self)
      let right = unsafe name.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      if left != right { return false }
      offset &+= 8
    }
    return offset == count
      || SymbolInterner.tail(of: own, from: start, count: count) == SymbolInterner.tail(of: name, from: 0, count: count)
  }

  /// A 32-bit hash of the bytes with the run's key: multiply and fold, eight bytes a step.
  @inlinable
  func hash(of name: RawSpan) -> UInt32 {
    var state: UInt64 = key.first ^ UInt64(truncatingIfNeeded: name.byteCount)
    var offset = 0
    let count = name.byteCount
    while offset &+ 8 <= count {
      // SAFETY: the loop condition keeps all eight bytes inside `name`.
      let word = unsafe name.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      let product = (state ^ UInt64(littleEndian: word)).multipliedFullWidth(by: key.second)
      state = product.high ^ product.low
      offset &+= 8
    }
    let last = offset == count ? 0 : SymbolInterner.tail(of: name, from: 0, count: count)
    let product = (state ^ last).multipliedFullWidth(by: key.second)
    let folded = product.high ^ product.low
    return UInt32(truncatingIfNeeded: folded ^ (folded >> 32))
  }

  /// The last bytes of the `count` (at least one) from `start` on, in one word: the last eight, or all when there are fewer.
  ///
  /// Loads overlap rather than go byte by byte.
  @inlinable
  static func tail(of bytes: RawSpan, from start: Int, count: Int) -> UInt64 {
    // SAFETY: every load lies within the `count` bytes, as its condition says.
    if count >= 8 {
      return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ count &- 8, as: UInt64.self)
        .littleEndian
    }
    if count >= 4 {
      let first = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt32.self)
      let last = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ count &- 4, as: UInt32.self)
      return UInt64(first.littleEndian) | UInt64(last.littleEndian) &<< 32
    }
    let first = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: start, as: UInt8.self)
    let middle = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: start &+ count / 2, as: UInt8.self)
    let last = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: start &+ count &- 1, as: UInt8.self)
    return UInt64(first) | UInt64(middle) &<< 8 | UInt64(last) &<< 16
  }

  @usableFromInline
  mutating func add(_ name: RawSpan, hash: UInt32, slot: Int) -> Symbol {
    let index = UInt32(hashes.count)
    for offset in 0..<name.byteCount {
      // SAFETY: `offset` lies within `name`.
      bytes.append(unsafe name.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
    }
    offsets.append(UInt32(bytes.count))
    hashes.append(hash)
    slots[slot] = index
    if hashes.count * 2 > slots.count { grow() }
    return Symbol(index)
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: .max, count: mask + 1)
    for index in 1..<hashes.count {
      var slot = Int(hashes[index]) & mask
      while slots[slot] != .max { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index)
    }
  }
}
