public import TraceModel

/// Reads the value of one attribute of roots: the span's own, else its resource's.
struct RootValueReader: Sendable {
  private let key: Symbol?

  init(attribute: String, symbols: SymbolTable) { key = symbols.symbol(of: attribute) }

  func value(of row: Int, in table: SpanTable) -> AttributeValue? {
    guard let key else { return nil }
    let span = SpanIndex(row: row)
    if let value = table.attribute(key, of: span) { return value }
    var found: AttributeValue?
    table.forEachAttribute(in: table.resource(of: span).attributes) { other, value in
      if other == key { found = value }
      return found == nil
    }
    return found
  }
}

/// A value of an attribute of roots, by its bytes.
struct RootValueKey: TableKey, Hashable {
  var bytes: [UInt8]

  var fixedHash: UInt64 {
    var hash = FixedHash()
    hash.add(bytes)
    return hash.value
  }
}

/// The most frequent values of an attribute of roots: what entry points are split by in a second pass.
///
/// Counts are exact up to ``maxValues`` distinct values; of more, those with the smallest fixed hashes are counted.
public struct RootValuesFold: StatefulFold {
  public typealias Options = String
  public typealias Prior = Void
  public typealias Result = [[UInt8]]

  /// How many distinct values are counted.
  public static let maxValues = 65_536

  public struct State: PartialState {
    fileprivate var counts = BoundedTable<RootValueKey, Int>(maxCount: RootValuesFold.maxValues)

    public mutating func merge(_ other: Self) { counts.merge(other.counts) }
    public var size: Int { counts.keys.reduce(counts.size) { $0 + $1.bytes.count } }
  }

  public var state = State()
  public let options: String
  public let symbols: SymbolTable
  private let reader: RootValueReader

  /// `options` is the name of the attribute.
  public init(options: String, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    reader = RootValueReader(attribute: options, symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let table = reading.journey.table
    for row in reading.journey.rows where table.columns.parents[row] < 0 {
      guard let value = reader.value(of: row, in: table) else { continue }
      let key = RootValueKey(bytes: Array(value.bytes))
      state.counts.update(key, hash: key.fixedHash) { $0 += 1 }
    }
  }

  /// The values by count descending, then by their bytes.
  public static func finish(
    _ state: consuming State, options: String, prior: Void, symbols: SymbolTable
  ) -> [[UInt8]] {
    var counts = state.counts
    counts.cut()
    return zip(counts.keys, counts.values).sorted { left, right in
      left.1 != right.1 ? left.1 > right.1 : left.0.bytes.lexicographicallyPrecedes(right.0.bytes)
    }.map(\.0.bytes)
  }
}
