/// The attribute values of one batch of spans, block after block.
///
/// A block is a count, then so many of: key symbol, type, payload; numbers are LEB128, strings are length and bytes.
/// Keys are symbols of the interner that stood by; ``SpanTable`` translates them when it reads.
public struct AttributeArena: Sendable {
  public var bytes: [UInt8]

  /// An arena without blocks. Its first byte is never part of one, so that offset 0 means "none".
  public init() {
    bytes = [0]
  }

  @usableFromInline enum Tag {
    @usableFromInline static let string: UInt8 = 0
    @usableFromInline static let json: UInt8 = 1
    @usableFromInline static let int: UInt8 = 2
    @usableFromInline static let double: UInt8 = 3
    @usableFromInline static let no: UInt8 = 4
    @usableFromInline static let yes: UInt8 = 5
  }

  /// Begins a block; the count is patched by ``endBlock(at:count:)``. Blocks do not nest.
  @inlinable
  public mutating func beginBlock() -> Int {
    let offset = bytes.count
    bytes.append(0)
    return offset
  }

  /// Ends the block that began at `offset`, and returns its reference offset: 0 when it is empty.
  @inlinable
  public mutating func endBlock(at offset: Int, count: Int) -> UInt32 {
    if count == 0 {
      bytes.removeLast(bytes.count - offset)
      return 0
    }
    if count < 255 {
      bytes[offset] = UInt8(truncatingIfNeeded: count)
    } else {
      bytes[offset] = 255
      var count = UInt64(count)
      for _ in 0..<8 {
        bytes.append(0)
      }
      // A long block moves up by eight bytes to make room for its count.
      var place = bytes.count - 1
      while place > offset + 8 {
        bytes[place] = bytes[place - 8]
        place -= 1
      }
      for place in offset + 1...offset + 8 {
        bytes[place] = UInt8(truncatingIfNeeded: count)
        count >>= 8
      }
    }
    return UInt32(truncatingIfNeeded: offset)
  }

  /// Whether `count` attributes can be appended to the block at `offset` where it lies: it must be the last one, and short. O(block).
  public func canExtend(_ offset: UInt32, by count: Int) -> Bool {
    offset > 0 && Int(bytes[Int(offset)]) + count < 255 && endOfBlock(at: Int(offset)) == bytes.count
  }

  /// Counts attributes that were appended to the block at `offset`; ask ``canExtend(_:by:)`` before appending them.
  public mutating func extendBlock(at offset: UInt32, by count: Int) {
    bytes[Int(offset)] += UInt8(truncatingIfNeeded: count)
  }

  /// Takes back the block at `offset`, which must be the last one.
  public mutating func removeLastBlock(at offset: UInt32) {
    bytes.removeLast(bytes.count - Int(offset))
  }

  @inlinable
  public mutating func appendNumber(_ value: UInt64) {
    var value = value
    while value >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 128)
      value >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  @inlinable
  public mutating func append(key: Symbol, bool: Bool) {
    appendNumber(UInt64(key.index))
    bytes.append(bool ? Tag.yes : Tag.no)
  }

  @inlinable
  public mutating func append(key: Symbol, int: Int64) {
    appendNumber(UInt64(key.index))
    bytes.append(Tag.int)
    appendNumber(UInt64(bitPattern: (int &<< 1) ^ (int &>> 63)))
  }

  public mutating func append(key: Symbol, double: Double) {
    appendNumber(UInt64(key.index))
    bytes.append(Tag.double)
    var pattern = double.bitPattern
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: pattern))
      pattern >>= 8
    }
  }

  /// Appends a string value.
  @inlinable
  public mutating func append(key: Symbol, string: RawSpan) {
    appendNumber(UInt64(key.index))
    bytes.append(Tag.string)
    appendText(string)
  }

  /// Appends a value given as plain JSON text.
  @inlinable
  public mutating func append(key: Symbol, json: RawSpan) {
    appendNumber(UInt64(key.index))
    bytes.append(Tag.json)
    appendText(json)
  }

  /// Appends any value.
  public mutating func append(key: Symbol, _ value: AttributeValue) {
    switch value {
    // SAFETY: bytes have no padding to leak.
    case .string(let text): append(key: key, string: unsafe text.span.bytes)
    // SAFETY: bytes have no padding to leak.
    case .json(let text): append(key: key, json: unsafe text.span.bytes)
    case .int(let number): append(key: key, int: number)
    case .double(let number): append(key: key, double: number)
    case .bool(let flag): append(key: key, bool: flag)
    }
  }

  @inlinable
  mutating func appendText(_ text: RawSpan) {
    appendNumber(UInt64(text.byteCount))
    // SAFETY: the buffer does not outlive the closure.
    unsafe text.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// Calls `body` with the key (a symbol of the interner that stood by) and value of each attribute of a block, in
  /// the order they were appended. `body` returns false to stop.
  @inlinable
  public func forEachAttribute(at offset: UInt32, _ body: (Symbol, AttributeValue) -> Bool) {
    if offset == 0 { return }
    var place = Int(offset)
    for _ in 0..<blockCount(at: &place) {
      let key = Symbol(UInt32(truncatingIfNeeded: number(at: &place)))
      let tag = bytes[place]
      place += 1
      let value: AttributeValue
      switch tag {
      case Tag.string, Tag.json:
        let length = Int(truncatingIfNeeded: number(at: &place))
        let text = bytes[place..<place + length]
        place += length
        value = tag == Tag.string ? .string(text) : .json(text)
      case Tag.int:
        let folded = number(at: &place)
        value = .int(Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1))
      case Tag.double:
        var pattern: UInt64 = 0
        for shift in 0..<8 { pattern |= UInt64(bytes[place + shift]) << UInt64(8 * shift) }
        place += 8
        value = .double(Double(bitPattern: pattern))
      default:
        value = .bool(tag == Tag.yes)
      }
      if !body(key, value) { return }
    }
  }

  /// Appends a copy of a block of another arena, keys as they stand there.
  ///
  /// - Returns: The copy's reference offset.
  public mutating func appendBlock(at offset: UInt32, of other: AttributeArena) -> UInt32 {
    if offset == 0 { return 0 }
    let start = bytes.count
    bytes.append(contentsOf: other.bytes[Int(offset)..<other.endOfBlock(at: Int(offset))])
    return UInt32(truncatingIfNeeded: start)
  }

  /// Whether a key (a symbol of the interner that stood by) of a block satisfies `condition`. Steps over the values.
  @inlinable
  public func containsKey(at offset: UInt32, where condition: (Symbol) -> Bool) -> Bool {
    if offset == 0 { return false }
    var place = Int(offset)
    for _ in 0..<blockCount(at: &place) {
      if condition(Symbol(UInt32(truncatingIfNeeded: number(at: &place)))) { return true }
      skipValue(at: &place)
    }
    return false
  }

  private func endOfBlock(at offset: Int) -> Int {
    var place = offset
    for _ in 0..<blockCount(at: &place) {
      _ = number(at: &place)
      skipValue(at: &place)
    }
    return place
  }

  /// Reads how many attributes the block at `place` has.
  @inlinable
  func blockCount(at place: inout Int) -> Int {
    var count = Int(bytes[place])
    place &+= 1
    if count == 255 {
      count = 0
      for shift in 0..<8 { count |= Int(bytes[place + shift]) << (8 * shift) }
      place += 8
    }
    return count
  }

  @inlinable
  func skipValue(at place: inout Int) {
    let tag = bytes[place]
    place &+= 1
    switch tag {
    case Tag.string, Tag.json:
      let length = Int(truncatingIfNeeded: number(at: &place))
      place &+= length
    case Tag.int: _ = number(at: &place)
    case Tag.double: place &+= 8
    default: break
    }
  }

  @inlinable
  func number(at place: inout Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = bytes[place]
      place &+= 1
      value |= UInt64(byte & 127) &<< shift
      if byte < 128 { return value }
      shift &+= 7
    }
  }
}
