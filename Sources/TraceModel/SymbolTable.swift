/// All names of a run, sorted by their bytes: the same dump gives the same numbers, however it was read.
public final class SymbolTable: Sendable {
  private let bytes: [UInt8]
  private let offsets: [UInt32]

  /// Joins what several workers have interned.
  ///
  /// - Returns: The table, and for each interner the table's symbol of each of its own symbols.
  /// - Complexity: O(*n* log *n*) in the distinct names.
  public static func joining(_ interners: [SymbolInterner]) -> (table: SymbolTable, maps: [[Symbol]]) {
    var all = SymbolInterner()
    let toAll = interners.map { interner in
      (0..<interner.count).map { all.intern(interner.bytes(of: Symbol(UInt32($0)))) }
    }
    let names = (0..<all.count).map { all.bytes(of: Symbol(UInt32($0))) }
    let order = (0..<all.count).sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var rank = [Symbol](repeating: .empty, count: all.count)
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    bytes.reserveCapacity(all.bytes.count)
    for (place, index) in order.enumerated() {
      rank[index] = Symbol(UInt32(place))
      bytes.append(contentsOf: names[index])
      offsets.append(UInt32(bytes.count))
    }
    return (SymbolTable(bytes: bytes, offsets: offsets), toAll.map { map in map.map { rank[Int($0.index)] } })
  }

  private init(bytes: [UInt8], offsets: [UInt32]) {
    self.bytes = bytes
    self.offsets = offsets
  }

  /// How many names there are, the empty one among them.
  public var count: Int { offsets.count - 1 }

  /// The bytes of a name, as they stood in the dump (JSON escapes resolved); not necessarily UTF-8.
  public func bytes(of symbol: Symbol) -> ArraySlice<UInt8> {
    let index = Int(symbol.index)
    return bytes[Int(offsets[index])..<Int(offsets[index + 1])]
  }

  /// The name as text; bytes that are no UTF-8 become U+FFFD.
  public func string(of symbol: Symbol) -> String {
    String(decoding: bytes(of: symbol), as: UTF8.self)
  }

  /// The symbol of `name`, or nil when it never occurred. O(log *n*).
  public func symbol(of name: String) -> Symbol? {
    symbol(of: Array(name.utf8)[...])
  }

  /// The symbol of the name with these bytes, or nil when it never occurred. O(log *n*).
  public func symbol(of name: ArraySlice<UInt8>) -> Symbol? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if bytes(of: Symbol(UInt32(middle))).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    guard low < count, bytes(of: Symbol(UInt32(low))).elementsEqual(name) else { return nil }
    return Symbol(UInt32(low))
  }
}
