import Testing
import TracemillTesting

@testable import TraceModel

private typealias Attribute = (key: Symbol, value: AttributeValue)

private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

private func randomAttribute(_ random: inout SeededGenerator) -> Attribute {
  let key = Symbol(UInt32(truncatingIfNeeded: random.next() >> UInt64(random.number(in: 32...63))))
  let text = ArraySlice((0..<random.number(in: 0...300)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
  switch random.number(in: 0...5) {
  case 0: return (key, .string(text))
  case 1: return (key, .json(text))
  case 2: return (key, .int(Int64(bitPattern: random.next()) >> random.number(in: 0...63)))
  case 3: return (key, .double(Double(bitPattern: random.next())))
  case 4: return (key, .bool(true))
  default: return (key, .bool(false))
  }
}

private func append(_ attributes: [Attribute], to arena: inout AttributeArena) -> UInt32 {
  let block = arena.beginBlock()
  for (key, value) in attributes { arena.append(key: key, value) }
  return arena.endBlock(at: block, count: attributes.count)
}

private func read(_ arena: AttributeArena, at offset: UInt32, most: Int = .max) -> [Attribute] {
  var found: [Attribute] = []
  guard most > 0 else { return found }
  arena.forEachAttribute(at: offset) { key, value in
    found.append((key, value))
    return found.count < most
  }
  return found
}

/// Equal, and numbers by their bits: NaN is itself, 0 is not -0.
private func same(_ left: [Attribute], _ right: [Attribute]) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { left, right in
      if case .double(let a) = left.value, case .double(let b) = right.value {
        return left.key == right.key && a.bitPattern == b.bitPattern
      }
      return left.key == right.key && left.value == right.value
    }
}

@Suite("Attribute arenas")
struct AttributeArenaTests {
  @Test("give back what was put in, block by block", arguments: UInt64(1)...20)
  func roundTrip(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var arena = AttributeArena()
    let blocks = (0..<60).map { _ in (0..<random.number(in: 0...12)).map { _ in randomAttribute(&random) } }
    let offsets = blocks.map { append($0, to: &arena) }
    for (block, offset) in zip(blocks, offsets) {
      #expect((offset == 0) == block.isEmpty)
      #expect(same(read(arena, at: offset), block))
    }
  }

  @Test("hold any number of attributes in a block", arguments: [1, 127, 128, 254, 255, 256, 257, 1000, 70_000])
  func long(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let block: [Attribute] = (0..<count).map { (Symbol(UInt32($0)), .int(random.number(in: -5...300))) }
    var arena = AttributeArena()
    let before = append([(Symbol(7), .bool(true))], to: &arena)
    let offset = append(block, to: &arena)
    let after = append([(Symbol(8), .bool(false))], to: &arena)
    #expect(same(read(arena, at: before), [(Symbol(7), .bool(true))]))
    #expect(same(read(arena, at: offset), block))
    #expect(same(read(arena, at: after), [(Symbol(8), .bool(false))]))
  }

  @Test("keep the extremes of every kind")
  func extremes() {
    let values: [AttributeValue] =
      [Int64.min, -1, 0, 1, 63, 64, -64, -65, .max].map(AttributeValue.int)
      + [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude].map(
        AttributeValue.double)
      + [.string([]), .json([]), .string(ArraySlice(repeating: 0xff, count: 100_000)), .bool(true), .bool(false)]
    let block: [Attribute] = values.map { (Symbol(.max - 1), $0) }
    var arena = AttributeArena()
    let offset = append(block, to: &arena)
    #expect(same(read(arena, at: offset), block))
  }

  @Test("stop when they are told to")
  func stopping() {
    var arena = AttributeArena()
    let offset = append((0..<9).map { (Symbol($0), .bool(true)) }, to: &arena)
    for most in 1...9 { #expect(read(arena, at: offset, most: most).count == most) }
  }

  @Test("an empty block takes no room, and no block is at 0")
  func empty() {
    var arena = AttributeArena()
    let room = arena.bytes.count
    #expect(append([], to: &arena) == 0 && arena.bytes.count == room)
    #expect(read(arena, at: 0).isEmpty)
  }

  @Test("the last block can be taken back")
  func takenBack() {
    var arena = AttributeArena()
    let kept = append([(Symbol(1), .string(bytes("kept")))], to: &arena)
    let room = arena.bytes.count
    let gone = append((0..<300).map { (Symbol($0), .int(1)) }, to: &arena)
    arena.removeLastBlock(at: gone)
    #expect(arena.bytes.count == room)
    #expect(same(read(arena, at: kept), [(Symbol(1), .string(bytes("kept")))]))
  }
}

@Suite("Attribute values")
struct AttributeValueTests {
  @Test(
    "as text",
    arguments: [
      (AttributeValue.string(bytes("a|b\n")), "a|b\n"), (.json(bytes("[1,\"x\"]")), "[1,\"x\"]"), (.int(-7), "-7"),
      (.int(.min), "-9223372036854775808"), (.double(0.1), "0.1"), (.bool(true), "true"), (.bool(false), "false"),
    ])
  func text(_ value: AttributeValue, _ text: String) {
    #expect(value.text == text && Array(value.bytes) == Array(text.utf8))
  }

  @Test(
    "as a whole number, where it is one",
    arguments: [
      (AttributeValue.int(5), 5), (.string(bytes("42")), 42), (.string(bytes("-1")), -1), (.double(3), 3),
      (.double(3.5), nil), (.double(.nan), nil), (.double(.infinity), nil), (.double(9.3e18), nil),
      (.double(-0x1p63), .min), (.double(0x1p63), nil), (.string(bytes("4x")), nil), (.string(bytes("")), nil),
      (.string(bytes("9223372036854775808")), nil), (.bool(true), nil), (.json(bytes("5")), nil),
    ] as [(AttributeValue, Int64?)])
  func integer(_ value: AttributeValue, _ number: Int64?) { #expect(value.integer == number) }
}
