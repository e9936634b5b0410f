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

  /// A fixed hash (FNV-1a, twice) of a value's text.
  static func key(of bytes: ArraySlice<UInt8>) -> KeyIndex.Key {
    var (one, other): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142)
    for byte in bytes {
      one = (one ^ UInt64(byte)) &* 0x0100_0000_01b3
      other = (other ^ UInt64(byte)) &* 0x0000_0100_0000_0233
    }
    return KeyIndex.Key(TraceID.mix(one), TraceID.mix(other))
  }
}

/// The most frequent values of an attribute of roots: what entry points are split by in a second pass.
///
/// Counts are exact up to ``most`` distinct values; of more, those with the smallest fixed hashes are counted.
public struct RootValuesFold: TraceFold {
  /// How many distinct values are counted.
  public static let most = 65_536

  private let reader: RootValueReader
  private var counts: [(key: KeyIndex.Key, text: [UInt8], count: Int)] = []
  private var index = KeyIndex()

  /// `options` is the name of the attribute.
  public init(options: String, prior: Void = (), symbols: SymbolTable) {
    reader = RootValueReader(attribute: options, symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
    let table = journey.table
    for row in journey.rows where table.columns.parents[row] < 0 {
      if let value = reader.value(of: row, in: table) { add(value.bytes, count: 1) }
    }
  }

  public mutating func merge(_ other: Self) {
    for (_, text, count) in other.counts { add(text[...], count: count) }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, count: Int) {
    let key = RootValueReader.key(of: bytes)
    let number = index.number(of: key)
    if number == counts.count { counts.append((key, Array(bytes), 0)) }
    counts[number].count += count
    if counts.count >= 2 * RootValuesFold.most { cut() }
  }

  private mutating func cut() {
    if counts.count <= RootValuesFold.most { return }
    counts.sort { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
    counts.removeLast(counts.count - RootValuesFold.most)
    index = KeyIndex()
    for value in counts { _ = index.number(of: value.key) }
  }

  /// The values by count descending, then by their bytes.
  public consuming func finish() -> [[UInt8]] {
    cut()
    counts.sort { left, right in
      left.count != right.count ? left.count > right.count : left.text.lexicographicallyPrecedes(right.text)
    }
    return counts.map(\.text)
  }
}
