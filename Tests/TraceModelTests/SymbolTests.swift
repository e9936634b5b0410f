import Testing
import TracemillTesting

@testable import TraceModel

/// Names of all lengths over a small alphabet, so that many come twice; not all are UTF-8.
private func randomNames(_ count: Int, seed: UInt64) -> [[UInt8]] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    (0..<random.number(in: 0...20)).map { _ in random.pick([0, 0x61, 0x62, 0xff]) }
  }
}

private func lexicographically(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }

@Suite("Symbols")
struct SymbolTests {
  @Test("equal names get one symbol, others another, in order of first sight", arguments: UInt64(1)...10)
  func interning(_ seed: UInt64) {
    var interner = SymbolInterner()
    var seen: [[UInt8]] = [[]]
    for name in randomNames(2000, seed: seed) {
      let symbol = interner.intern(name[...])
      if let place = seen.firstIndex(of: name) {
        #expect(Int(symbol.index) == place)
      } else {
        #expect(Int(symbol.index) == seen.count)
        seen.append(name)
      }
    }
    #expect(interner.count == seen.count)
    #expect(seen.indices.allSatisfy { Array(interner.bytes(of: Symbol(UInt32($0)))) == seen[$0] })
  }

  @Test("the empty name is symbol 0")
  func empty() {
    var interner = SymbolInterner()
    #expect(interner.count == 1)
    #expect(interner.intern("") == .empty && interner.intern([][...]) == .empty && Symbol.empty.index == 0)
    #expect(interner.bytes(of: .empty).isEmpty)
  }

  @Test("names that differ in one byte only, or in length only, stay apart")
  func near() {
    var interner = SymbolInterner()
    var symbols: [Symbol] = []
    for length in 1...40 {
      let plain = [UInt8](repeating: 0x61, count: length)
      symbols.append(interner.intern(plain[...]))
      for place in 0..<length {
        var other = plain
        other[place] = 0x62
        symbols.append(interner.intern(other[...]))
      }
    }
    #expect(Set(symbols).count == symbols.count)
  }

  @Test("a slice of a larger array is its own bytes")
  func slices() {
    var interner = SymbolInterner()
    let text = Array("xxservicexx".utf8)
    #expect(interner.intern(text[2..<9]) == interner.intern("service"))
  }

  @Test("ten thousand names keep their symbols while the table grows")
  func growth() {
    var interner = SymbolInterner()
    let symbols = (0..<10_000).map { interner.intern("operation \($0)") }
    #expect((0..<10_000).allSatisfy { interner.intern("operation \($0)") == symbols[$0] })
    #expect(String(decoding: interner.bytes(of: symbols[9_999]), as: UTF8.self) == "operation 9999")
  }

  @Test("a table is sorted by bytes and finds what it holds, nothing else", arguments: UInt64(1)...10)
  func table(_ seed: UInt64) {
    let names = randomNames(1000, seed: seed)
    var interner = SymbolInterner()
    let symbols = names.map { interner.intern($0[...]) }
    let (table, map) = SymbolTable.sorting(interner)
    let distinct = Set(names + [[]]).sorted(by: lexicographically)
    #expect(table.count == distinct.count && map.count == interner.count)
    #expect(distinct.indices.allSatisfy { Array(table.bytes(of: Symbol(UInt32($0)))) == distinct[$0] })
    for (name, symbol) in zip(names, symbols) {
      #expect(Array(table.bytes(of: map[Int(symbol.index)])) == name)
      #expect(table.symbol(of: name[...]) == map[Int(symbol.index)])
    }
    #expect(map[0] == .empty)
    for other in randomNames(200, seed: seed + 100).map({ $0 + [0x63] }) {
      #expect(table.symbol(of: other[...]) == nil)
    }
  }

  @Test("the same names in another order give the same table", arguments: UInt64(1)...5)
  func order(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let names = randomNames(500, seed: seed)
    let tables = [names, random.shuffled(names)].map { names in
      var interner = SymbolInterner()
      for name in names { _ = interner.intern(name[...]) }
      return SymbolTable.sorting(interner).table
    }
    #expect(tables[0].count == tables[1].count)
    for index in 0..<UInt32(tables[0].count) {
      #expect(tables[0].bytes(of: Symbol(index)) == tables[1].bytes(of: Symbol(index)))
    }
  }

  @Test("bytes that are no UTF-8 are shown as U+FFFD and found all the same")
  func notText() {
    var interner = SymbolInterner()
    _ = interner.intern([0x61, 0xff][...])
    let (table, _) = SymbolTable.sorting(interner)
    #expect(table.string(of: Symbol(1)) == "a\u{FFFD}")
    #expect(table.symbol(of: [0x61, 0xff][...]) == Symbol(1) && table.symbol(of: "a\u{FFFD}") == nil)
  }
}
