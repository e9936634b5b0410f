/// All names of a run, sorted by their bytes: the same dump gives the same numbers, however it was read.
public final class SymbolTable: Sendable {
  private let bytes: [UInt8]
  private let offsets: [UInt32]
  /// By symbol.
  private let fixedHashes: [UInt64]
  /// What those of them mean that are keys of attributes.
  public let concepts: AttributeConcepts

  /// Sorts the names of an interner.
  ///
  /// - Returns: The table, and for each symbol of the interner the table's symbol of the same name.
  /// - Complexity: O(*n* log *n*) in the distinct names.
  public static func sorting(_ interner: SymbolInterner) -> (table: SymbolTable, map: [Symbol]) {
    let names = (0..<interner.count).map { interner.bytes(of: Symbol(UInt32($0))) }
    let order = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var map = [Symbol](repeating: .empty, count: names.count)
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    for (place, index) in order.enumerated() {
      map[index] = Symbol(UInt32(place))
      bytes.append(contentsOf: names[index])
      offsets.append(UInt32(bytes.count))
    }
    return (SymbolTable(bytes: bytes, offsets: offsets), map)
  }

  private init(bytes: [UInt8], offsets: [UInt32]) {
    self.bytes = bytes
    self.offsets = offsets
    fixedHashes = offsets.indices.dropLast().map { index in
      var hash = FixedHash()
      hash.add(bytes[Int(offsets[index])..<Int(offsets[index + 1])])
      return hash.value
    }
    concepts = AttributeConcepts(count: offsets.count - 1) { name in
      SymbolTable.symbol(of: Array(name.utf8)[...], bytes, offsets)
    }
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

  /// A hash of the name's bytes, the same in every process and of every table: what chooses samples and cuts.
  @inline(__always)
  public func fixedHash(of symbol: Symbol) -> UInt64 { fixedHashes[Int(symbol.index)] }

  /// The symbol of `name`, or nil when it never occurred. O(log *n*).
  public func symbol(of name: String) -> Symbol? {
    symbol(of: Array(name.utf8)[...])
  }

  /// The symbol of the name with these bytes, or nil when it never occurred. O(log *n*).
  public func symbol(of name: ArraySlice<UInt8>) -> Symbol? { SymbolTable.symbol(of: name, bytes, offsets) }

  private static func symbol(of name: ArraySlice<UInt8>, _ bytes: [UInt8], _ offsets: [UInt32]) -> Symbol? {
    func bytesOf(_ index: Int) -> ArraySlice<UInt8> { bytes[Int(offsets[index])..<Int(offsets[index + 1])] }
    var low = 0
    var high = offsets.count - 1
    while low < high {
      let middle = (low + high) / 2
      if bytesOf(middle).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    guard low < offsets.count - 1, bytesOf(low).elementsEqual(name) else { return nil }
    return Symbol(UInt32(low))
  }
}
