import TraceModel

/// Tells which traces of a run meet a ``TraceCondition``. One worker owns it.
struct TraceMatcher: Sendable {
  private var clauses: [ClauseMatcher]
  private let isAboutOneSpan: Bool

  init(_ condition: TraceCondition, symbols: SymbolTable) {
    clauses = condition.clauses.map { ClauseMatcher($0, symbols) }
    isAboutOneSpan = condition.isAboutOneSpan
  }

  /// O(spans × clauses), and what attributes are read.
  mutating func matches(_ trace: Trace) -> Bool {
    let table = trace.table
    for place in clauses.indices where clauses[place].isAboutTrace(isAboutOneSpan) {
      if !clauses[place].holds(for: trace) { return false }
    }
    if !isAboutOneSpan { return true }
    rows: for row in trace.rows {
      for place in clauses.indices where !clauses[place].isAboutTrace(true) {
        if !clauses[place].holds(for: row, in: table) { continue rows }
      }
      return true
    }
    return false
  }
}

extension Trace {
  /// The row of the request's own span: the earliest of those without a parent, one with a believable time before others. Nil for a trace without
  /// spans.
  var entry: Int? {
    var first: Int?
    for row in rows where table.columns.parents[row] < 0 {
      if !table.columns.flags[row].contains(.missingTime) { return row }
      if first == nil { first = row }
    }
    return first
  }
}

/// One clause with its names looked up.
private struct ClauseMatcher: Sendable {
  let clause: TraceCondition.Clause
  private let symbols: SymbolTable
  private let reader: ErrorKindReader
  private let wanted: [UInt8]
  private let attribute: Symbol?
  /// By symbol, of services and operations: 0 not looked at, 1 holds, 2 does not.
  private var known: [UInt8]
  /// The same by resource.
  private var resources: [UInt8] = []
  /// Limits (ns) of durations by entry, where the clause names a percentile.
  private var limits: [OperationKey: Int64]?

  init(_ clause: TraceCondition.Clause, _ symbols: SymbolTable) {
    self.clause = clause
    self.symbols = symbols
    reader = ErrorKindReader(symbols: symbols)
    wanted = Array(clause.value.utf8)
    limits = clause.percent == nil ? nil : symbols.byKeys(clause.limits)
    if case .attribute(let name) = clause.key { attribute = symbols.symbol(of: name) } else { attribute = nil }
    switch clause.key {
    case .service, .operation: known = [UInt8](repeating: 0, count: symbols.count)
    default: known = []
    }
  }

  /// Whether the clause is judged on the trace as a whole.
  func isAboutTrace(_ isAboutOneSpan: Bool) -> Bool { !isAboutOneSpan || clause.key == .entry }

  mutating func holds(for trace: Trace) -> Bool {
    let table = trace.table
    switch clause.key {
    case .entry:
      return trace.rows.contains { table.columns.parents[$0] < 0 && isEntry($0, table) }
    case .duration:
      guard let entry = trace.entry, !table.columns.flags[entry].contains(.missingTime) else { return false }
      let duration = Double(table.duration(of: SpanIndex(row: entry)))
      guard let limits else { return compare(duration, clause.number) }
      return compare(duration, limits[OperationKey(entry, in: table)].map { Double($0) })
    case .error:
      let hasFailed = trace.rows.contains { reader.hasFailed($0, in: table) }
      return hasFailed == ((clause.value == "true") == (clause.op == .equal))
    default:
      for row in trace.rows where holds(for: row, in: table) { return true }
      return false
    }
  }

  mutating func holds(for row: Int, in table: SpanTable) -> Bool {
    switch clause.key {
    case .service: return holds(for: table.columns.services[row])
    case .operation: return holds(for: table.columns.names[row])
    case .kind: return compare(text: table.columns.kinds[row].name.utf8)
    case .duration:
      if table.columns.flags[row].contains(.missingTime) { return false }
      return compare(Double(table.duration(of: SpanIndex(row: row))), clause.number)
    case .error: return reader.hasFailed(row, in: table) == ((clause.value == "true") == (clause.op == .equal))
    case .entry: return false
    case .attribute:
      guard let attribute else { return false }
      if holds(attribute, in: table.columns.attributes[row], table) { return true }
      return holdsForResource(attribute, Int(table.columns.resources[row]), table)
    }
  }

  private func isEntry(_ row: Int, _ table: SpanTable) -> Bool {
    let service = symbols.bytes(of: table.columns.services[row])
    let operation = symbols.bytes(of: table.columns.names[row])
    let forms = [Array(service), Array(operation), service + [UInt8(ascii: ":")] + operation]
    if clause.op == .notEqual { return forms.allSatisfy { compare(text: $0) } }
    return forms.contains { compare(text: $0) }
  }

  private mutating func holds(for symbol: Symbol) -> Bool {
    let place = Int(symbol.index)
    if known[place] == 0 { known[place] = compare(text: symbols.bytes(of: symbol)) ? 1 : 2 }
    return known[place] == 1
  }

  private mutating func holdsForResource(_ attribute: Symbol, _ number: Int, _ table: SpanTable) -> Bool {
    while resources.count <= number { resources.append(0) }
    if resources[number] == 0 {
      resources[number] = holds(attribute, in: table.resources[number].attributes, table) ? 1 : 2
    }
    return resources[number] == 1
  }

  private func holds(_ attribute: Symbol, in block: ArenaReference, _ table: SpanTable) -> Bool {
    var holds = false
    table.forEachAttribute(in: block) { key, value in
      if key == attribute, compare(value) { holds = true }
      return !holds
    }
    return holds
  }

  private func compare(_ value: AttributeValue) -> Bool {
    let number: Double? =
      switch value {
      case .int(let int): Double(int)
      case .double(let double): double
      case .string(let bytes) where clause.op.isOrdering: Double(String(decoding: bytes, as: UTF8.self))
      case .string, .bool, .json: nil
      }
    if let number, clause.number != nil, clause.op != .matches { return compare(number, clause.number) }
    return clause.op.isOrdering ? false : compare(text: value.bytes)
  }

  private func compare(_ number: Double, _ limit: Double?) -> Bool {
    guard let limit else { return false }
    return switch clause.op {
    case .equal: number == limit
    case .notEqual: number != limit
    case .less: number < limit
    case .atMost: number <= limit
    case .more: number > limit
    case .atLeast: number >= limit
    case .matches: false
    }
  }

  private func compare(text: some Sequence<UInt8>) -> Bool {
    switch clause.op {
    case .equal: text.elementsEqual(wanted)
    case .notEqual: !text.elementsEqual(wanted)
    case .matches: clause.pattern?.isFound(in: text) ?? false
    case .less, .atMost, .more, .atLeast: false
    }
  }
}

extension SymbolTable {
  /// What is known by service and operation, by their symbols; names that do not occur are left out.
  func byKeys(_ values: [OperationName: Int64]) -> [OperationKey: Int64] {
    var byKeys: [OperationKey: Int64] = [:]
    for (name, value) in values {
      if let key = key(of: name) { byKeys[key] = value }
    }
    return byKeys
  }
}
