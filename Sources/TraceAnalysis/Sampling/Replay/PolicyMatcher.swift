import TraceModel

/// Asks the policies that look at spans alone about one trace after another.
struct PolicyMatcher: Sendable {
  private let leaves: [PolicyLeaf]
  /// By symbol of an attribute's key, the leaves that look at it.
  private var leavesOfKey: [Symbol: [Int]] = [:]
  private let traceState: Symbol?
  /// What fits, by number of the resource.
  private var resources: [[UInt64]?] = []
  /// By leaf that has patterns, what was found of values; forgotten when there are many.
  private var found: [[ArraySlice<UInt8>: Bool]]

  init(_ leaves: [PolicyLeaf], symbols: SymbolTable) {
    self.leaves = leaves
    for (number, leaf) in leaves.enumerated() {
      if let key = leaf.key.flatMap({ symbols.symbol(of: $0) }) { leavesOfKey[key, default: []].append(number) }
    }
    traceState = symbols.symbol(of: "w3c.tracestate")
    found = [[ArraySlice<UInt8>: Bool]](repeating: [:], count: leaves.count)
  }

  private var words: Int { (leaves.count + 63) / 64 }

  /// For each leaf whether it says sample: a bit each.
  mutating func answers(_ rows: Range<Int>, _ table: SpanTable) -> [UInt64] {
    var fits = [UInt64](repeating: 0, count: words)
    if leaves.isEmpty { return fits }
    for row in rows {
      let known = resource(Int(table.columns.resources[row]), table)
      for word in fits.indices { fits[word] |= known[word] }
      ask(row, table, &fits)
    }
    for (number, leaf) in leaves.enumerated() where leaf.isInverted { fits[number / 64] ^= 1 << UInt64(number % 64) }
    return fits
  }

  private mutating func ask(_ row: Int, _ table: SpanTable, _ fits: inout [UInt64]) {
    for (number, leaf) in leaves.enumerated() {
      switch leaf {
      case .status(let unset, let ok, let error):
        let holds =
          switch table.columns.recordedStatus(of: row) {
          case .unset: unset
          case .ok: ok
          case .error: error
          }
        if holds { PolicyMatcher.set(number, &fits) }
      case .traceFlags:
        if table.columns.flags[row].contains(.sampledAtHead) { PolicyMatcher.set(number, &fits) }
      case .traceState(let key, let values):
        if let traceState, let header = table.attribute(traceState, of: SpanIndex(row: row)),
          let value = TraceState(header.text)[key], values.contains(String(value))
        {
          PolicyMatcher.set(number, &fits)
        }
      case .string, .pattern, .number, .flag: break
      }
    }
    read(table.columns.attributes[row], table, &fits)
  }

  private mutating func resource(_ number: Int, _ table: SpanTable) -> [UInt64] {
    while resources.count <= number { resources.append(nil) }
    if let known = resources[number] { return known }
    var fits = [UInt64](repeating: 0, count: words)
    read(table.resources[number].attributes, table, &fits)
    resources[number] = fits
    return fits
  }

  private mutating func read(_ block: ArenaReference, _ table: SpanTable, _ fits: inout [UInt64]) {
    if leavesOfKey.isEmpty { return }
    table.forEachAttribute(in: block) { key, value in
      for number in leavesOfKey[key] ?? [] where fit(value, number) { PolicyMatcher.set(number, &fits) }
      return true
    }
  }

  /// Whether a value fits a leaf that looks at attributes; one of another type never does.
  private mutating func fit(_ value: AttributeValue, _ number: Int) -> Bool {
    switch (leaves[number], value) {
    case (.string(_, let values, _), .string(let bytes)):
      return !bytes.isEmpty && values.contains { $0.utf8.elementsEqual(bytes) }
    case (.pattern(_, let patterns, _), .string(let bytes)):
      if bytes.isEmpty { return false }
      if let known = found[number][bytes] { return known }
      let text = String(decoding: bytes, as: UTF8.self)
      let isFound = patterns.contains { $0.isFound(in: text) }
      if found[number].count >= 10_000 { found[number] = [:] }
      found[number][ArraySlice(Array(bytes))] = isFound
      return isFound
    case (.number(_, let least, let most, _), .int(let number)):
      return least.map { number >= $0 } ?? true && most.map { number <= $0 } ?? true
    case (.flag(_, let wanted, _), .bool(let flag)): return flag == wanted
    default: return false
    }
  }

  private static func set(_ number: Int, _ fits: inout [UInt64]) { fits[number / 64] |= 1 << UInt64(number % 64) }
}
