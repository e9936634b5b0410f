internal import TraceModel

/// The prepared statements that fill the row tables.
struct ExportStatements: ~Copyable {
  var trace: TraceInsertion
  var span: SpanInsertion
  var link: LinkInsertion
  var event: EventInsertion

  init(_ database: borrowing Database) throws(DatabaseError) {
    let trace = try database.prepare("INSERT INTO trace_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    let span = try database.prepare(
      "INSERT INTO span_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    let link = try database.prepare("INSERT INTO link_rows VALUES (NULL, ?, ?, ?, ?, ?, ?)")
    let event = try database.prepare("INSERT INTO event_rows VALUES (NULL, ?, ?, ?, ?)")
    self.trace = TraceInsertion(statement: trace)
    self.span = SpanInsertion(statement: span)
    self.link = LinkInsertion(statement: link)
    self.event = EventInsertion(statement: event)
  }
}

/// What a row of `trace_rows` says of a trace.
struct TraceFigures {
  var id: TraceID
  /// Nil when no span has a time.
  var start: Int64?
  var end: Int64?
  var rows: Range<Int>
  var errors: Int64 = 0
  /// The first row without a parent.
  var root: Int?

  init(_ trace: Trace) {
    let columns = trace.table.columns
    id = trace.id
    rows = trace.rows
    for row in rows {
      if columns.statuses[row] == .error { errors += 1 }
      if root == nil, columns.parents[row] < 0 { root = row }
      if columns.flags[row].contains(.missingTime) { continue }
      start = min(start ?? .max, columns.starts[row])
      end = max(end ?? .min, columns.ends[row])
    }
  }
}

struct TraceInsertion: ~Copyable {
  let statement: Statement
  private var hex: [UInt8] = []

  init(statement: consuming Statement) {
    self.statement = statement
  }

  mutating func insert(
    _ trace: TraceFigures, id: Int64, journeyID: TraceID, journeyErrors: Int64, base: Int64
  ) throws(DatabaseError) {
    try statement.bind(id, at: 1)
    try statement.bind(id: trace.id, at: 2, through: &hex)
    try statement.bind(id: journeyID, at: 3, through: &hex)
    try statement.bind(optional: trace.start, at: 4)
    try statement.bind(optional: trace.end, at: 5)
    try statement.bind(Int64(trace.rows.count), at: 6)
    try statement.bind(trace.errors, at: 7)
    try statement.bind(journeyErrors, at: 8)
    try statement.bind(base + Int64(trace.rows.lowerBound), at: 9)
    try statement.bind(optional: trace.root.map { base + Int64($0) }, at: 10)
    try statement.run()
  }
}

struct SpanInsertion: ~Copyable {
  let statement: Statement
  private var hex: [UInt8] = []

  init(statement: consuming Statement) {
    self.statement = statement
  }

  mutating func insert(
    _ row: Int, of columns: SpanColumns, ancestry: borrowing SpanAncestry, resource: Int64, base: Int64,
    firstTrace: Int64, attributes: [UInt8]
  ) throws(DatabaseError) {
    let parent = Int(columns.parents[row])
    let kind = columns.kinds[row]
    let enters =
      kind == .server || kind == .consumer || parent < 0 || columns.services[parent] != columns.services[row]
    let failedUpTo = ancestry.failedUpTo[row]
    let start = columns.starts[row]
    let end = columns.ends[row]
    let lacksTime = columns.flags[row].contains(.missingTime)
    try statement.bind(base + Int64(row), at: 1)
    try statement.bind(firstTrace + Int64(columns.traces[row]), at: 2)
    try statement.bind(id: columns.spanIDs[row], at: 3, through: &hex)
    if columns.parentIDs[row].isNone {
      try statement.bindNull(at: 4)
    } else {
      try statement.bind(id: columns.parentIDs[row], at: 4, through: &hex)
    }
    try statement.bind(optional: parent < 0 ? nil : base + Int64(parent), at: 5)
    try statement.bind(base + Int64(ancestry.roots[row]), at: 6)
    try statement.bind(optional: failedUpTo < 0 ? nil : base + Int64(failedUpTo), at: 7)
    try statement.bind(Int64(columns.services[row].index), at: 8)
    try statement.bind(Int64(columns.names[row].index), at: 9)
    try statement.bind(resource, at: 10)
    try statement.bind(Int64(kind.rawValue), at: 11)
    try statement.bind(Int64(columns.statuses[row].rawValue), at: 12)
    try statement.bind(Int64(columns.flags[row].rawValue), at: 13)
    try statement.bind(Int64(enters ? 1 : 0), at: 14)
    try statement.bind(optional: lacksTime && start == 0 ? nil : start, at: 15)
    try statement.bind(optional: lacksTime && end == 0 ? nil : end, at: 16)
    try statement.bind(optional: lacksTime ? nil : end &- start, at: 17)
    try statement.bind(text: attributes[...], at: 18)
    try statement.run()
  }
}

struct LinkInsertion: ~Copyable {
  let statement: Statement
  private var hex: [UInt8] = []

  init(statement: consuming Statement) {
    self.statement = statement
  }

  mutating func insert(_ link: SpanLink, span: Int64, base: Int64, attributes: [UInt8]) throws(DatabaseError) {
    try statement.bind(span, at: 1)
    try statement.bind(optional: link.target < 0 ? nil : base + Int64(link.target), at: 2)
    try statement.bind(id: link.traceID, at: 3, through: &hex)
    try statement.bind(id: link.spanID, at: 4, through: &hex)
    try statement.bind(Int64(link.flags), at: 5)
    try statement.bind(text: attributes[...], at: 6)
    try statement.run()
  }
}

struct EventInsertion: ~Copyable {
  let statement: Statement

  mutating func insert(_ event: SpanEvent, span: Int64, attributes: [UInt8]) throws(DatabaseError) {
    try statement.bind(span, at: 1)
    try statement.bind(Int64(event.name.index), at: 2)
    try statement.bind(optional: event.time == 0 ? nil : event.time, at: 3)
    try statement.bind(text: attributes[...], at: 4)
    try statement.run()
  }
}

extension Statement {
  func bind(optional value: Int64?, at index: Int32) throws(DatabaseError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  func bind(id: TraceID, at index: Int32, through hex: inout [UInt8]) throws(DatabaseError) {
    hex.removeAll(keepingCapacity: true)
    appendHexadecimal(id.high, to: &hex)
    appendHexadecimal(id.low, to: &hex)
    try bind(text: hex[...], at: index)
  }

  func bind(id: SpanID, at index: Int32, through hex: inout [UInt8]) throws(DatabaseError) {
    hex.removeAll(keepingCapacity: true)
    appendHexadecimal(id.value, to: &hex)
    try bind(text: hex[...], at: index)
  }
}
