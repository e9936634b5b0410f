public import TraceModel

/// Counts the series that metrics made from spans would have, and the values of every attribute.
///
/// Base labels are those of the span metrics connector: service.name, span.name, span.kind, status.code. An attribute is the span's own, else its
/// resource's, as text; absent is a value too; lists and maps count as absent.
public struct CardinalityFold: StatefulFold {
  public typealias Options = CardinalityOptions
  public typealias Prior = Void
  public typealias State = CardinalityState
  public typealias Result = CardinalityResult

  public var state: CardinalityState
  public let options: CardinalityOptions
  public let symbols: SymbolTable
  /// By symbol: the number of the attribute among ``CardinalityOptions/keys``, -1 for none.
  private var numbers: [Int32]
  /// By set, the numbers of its attributes.
  private let sets: [[Int]]
  /// By symbol, the hash of its text; nil until asked for.
  private var hashes: [WideHash?]
  /// By symbol, whether it is something that decoders note beside the attributes.
  private let notes: [Symbol]
  private var resources: [KnownResource?] = []
  /// Of the span at hand, by number of the attribute.
  private var values: [WideHash] = []
  private let kinds: [WideHash]
  private let statuses: [WideHash]

  /// What is known of a resource: numbers of its attributes in the state, values of the attributes that a set names.
  private struct KnownResource {
    var tallies: [Int] = []
    var values: [WideHash]
  }

  public init(options: CardinalityOptions, prior: Void = (), symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    state = CardinalityState(options)
    numbers = [Int32](repeating: -1, count: symbols.count)
    hashes = [WideHash?](repeating: nil, count: symbols.count)
    let keys = options.keys
    for (number, key) in keys.enumerated() {
      if let symbol = symbols.symbol(of: key) { numbers[Int(symbol.index)] = Int32(number) }
    }
    sets = options.sets.map { set in set.compactMap { keys.firstIndex(of: $0) } }
    notes = ["w3c.tracestate", "otel.status_description"].compactMap { symbols.symbol(of: $0) }
    kinds = SpanKind.allCases.map { WideHash($0.name.utf8) }
    statuses = [SpanStatus.unset, .ok, .error].map { WideHash("\($0)".utf8) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let table = reading.journey.table
    for row in reading.journey.rows { observe(row, table) }
  }

  private mutating func observe(_ row: Int, _ table: SpanTable) {
    let columns = table.columns
    let resource = Int(columns.resources[row])
    let known = known(resource, table)
    for number in known.tallies { state.ofResources.values[number].spans += 1 }
    values = known.values
    readAttributes(row, table)
    let base = [
      hash(of: columns.services[row]), hash(of: columns.names[row]), kinds[Int(columns.kinds[row].rawValue)],
      statuses[Int(columns.statuses[row].rawValue)],
    ]
    for index in base.indices { state.base[index].insert(base[index]) }
    for index in values.indices { state.labels[index].insert(values[index]) }
    for (index, set) in sets.enumerated() {
      var labels = WideHash.Joined()
      for hash in base { labels.add(hash) }
      for number in set { labels.add(values[number]) }
      state.labelSets[index].insert(labels.value)
    }
  }

  /// Counts the span's attributes, and puts those that a set names before the resource's.
  private mutating func readAttributes(_ row: Int, _ table: SpanTable) {
    var seen: [Symbol] = []
    table.forEachAttribute(in: table.columns.attributes[row]) { key, value in
      guard let text = CardinalityFold.label(value), !notes.contains(key), !seen.contains(key) else { return true }
      seen.append(key)
      let hash = WideHash(text)
      let number = state.ofSpans.number(of: AttributeKey(symbol: key))
      state.ofSpans.values[number].spans += 1
      state.ofSpans.values[number].add(hash, cap: options.cap, String(decoding: text, as: UTF8.self))
      let wanted = numbers[Int(key.index)]
      if wanted >= 0 { values[Int(wanted)] = hash }
      return true
    }
  }

  private mutating func known(_ resource: Int, _ table: SpanTable) -> KnownResource {
    while resources.count <= resource { resources.append(nil) }
    if let known = resources[resource] { return known }
    var known = KnownResource(values: [WideHash](repeating: .absent, count: state.labels.count))
    table.forEachAttribute(in: table.resources[resource].attributes) { key, value in
      guard let text = CardinalityFold.label(value) else { return true }
      let hash = WideHash(text)
      let number = state.ofResources.number(of: AttributeKey(symbol: key))
      if known.tallies.contains(number) { return true }
      known.tallies.append(number)
      state.ofResources.values[number].add(hash, cap: options.cap, String(decoding: text, as: UTF8.self))
      let wanted = numbers[Int(key.index)]
      if wanted >= 0 { known.values[Int(wanted)] = hash }
      return true
    }
    resources[resource] = known
    return known
  }

  private mutating func hash(of symbol: Symbol) -> WideHash {
    if let known = hashes[Int(symbol.index)] { return known }
    let hash = WideHash(symbols.bytes(of: symbol))
    hashes[Int(symbol.index)] = hash
    return hash
  }

  /// The value as the text of a label: 1, "1" and 1.0 are one. Nil for lists, maps and bytes.
  private static func label(_ value: AttributeValue) -> ArraySlice<UInt8>? {
    switch value {
    case .json: return nil
    case .double(let number):
      if let whole = Int64(exactly: number) { return Array(String(whole).utf8)[...] }
      return value.bytes
    default: return value.bytes
    }
  }

  public static func finish(
    _ state: consuming CardinalityState, options: CardinalityOptions, prior: Void, symbols: SymbolTable
  ) -> CardinalityResult {
    CardinalityResult(state, options, symbols)
  }
}
