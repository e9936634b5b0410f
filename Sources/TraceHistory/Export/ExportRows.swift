internal import TraceModel

/// Fills the row tables of an export from span tables, 50,000 rows a transaction.
struct ExportRows: ~Copyable {
  private let database: Database
  private var statements: ExportStatements?
  private var rowsInTransaction = 0
  private(set) var counts = SpanExport.Counts()
  private(set) var dictionaries = ExportDictionaries()
  /// The error that broke the load.
  private(set) var failure: DatabaseError?
  private var tablesWithSpans = 0
  private var lastJourney: TraceID?
  private var journeysAscend = true

  static let rowsPerTransaction = 50_000

  /// - Parameter database: Holds the empty tables of ``ExportSchema``; no transaction is open.
  init(database: consuming Database) {
    self.database = database
  }

  /// Whether the rows stand as one table in canonical order would have put them.
  var isInOrder: Bool { journeysAscend && tablesWithSpans <= 1 }

  /// Gives the database back; all statements are gone.
  consuming func finish() -> Database { database }

  mutating func append(_ table: SpanTable) throws(DatabaseError) {
    if let failure { throw failure }
    do {
      try load(table)
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func load(_ table: SpanTable) throws(DatabaseError) {
    dictionaries.begin(table)
    if table.spanCount == 0 { return }
    tablesWithSpans += 1
    var json = AttributeJSON(symbols: table.symbols)
    if statements == nil { statements = try ExportStatements(database) }
    try database.execute("BEGIN")
    rowsInTransaction = 0
    let base = Int64(counts.spans) + 1
    let firstTrace = Int64(counts.traces) + 1
    try loadTraces(of: table, base: base)
    try loadSpans(of: table, base: base, firstTrace: firstTrace, json: &json)
    try loadLinks(of: table, base: base, json: &json)
    try loadEvents(of: table, base: base, json: &json)
    try database.execute("COMMIT")
    counts.spans += table.spanCount
  }

  private mutating func rowWritten() throws(DatabaseError) {
    rowsInTransaction += 1
    if rowsInTransaction == ExportRows.rowsPerTransaction {
      try database.execute("COMMIT; BEGIN")
      rowsInTransaction = 0
    }
  }

  private mutating func loadTraces(of table: SpanTable, base: Int64) throws(DatabaseError) {
    let columns = table.columns
    for number in 0..<table.journeyCount {
      let journey = table.journey(number)
      guard let first = journey.traces.first else { continue }
      let journeyID = columns.traceIDs[first]
      if let lastJourney, journeyID <= lastJourney { journeysAscend = false }
      lastJourney = journeyID
      counts.journeys += 1
      var journeyErrors = 0
      for row in journey.rows where columns.statuses[row] == .error { journeyErrors += 1 }
      for trace in journey.traces {
        counts.traces += 1
        try statements?.trace.insert(
          TraceFigures(Trace(table: table, index: TraceIndex(number: trace))), id: Int64(counts.traces),
          journeyID: journeyID, journeyErrors: Int64(journeyErrors), base: base)
        try rowWritten()
      }
    }
  }

  private mutating func loadSpans(
    of table: SpanTable, base: Int64, firstTrace: Int64, json: inout AttributeJSON
  ) throws(DatabaseError) {
    let columns = table.columns
    let ancestry = SpanAncestry(columns)
    for row in 0..<table.spanCount {
      json.write(columns.attributes[row], of: table)
      dictionaries.use(columns.services[row])
      dictionaries.use(columns.names[row])
      try statements?.span.insert(
        row, of: columns, ancestry: ancestry, resource: dictionaries.resourceRow(columns.resources[row]), base: base,
        firstTrace: firstTrace, attributes: json.bytes)
      try rowWritten()
    }
  }

  private mutating func loadLinks(of table: SpanTable, base: Int64, json: inout AttributeJSON) throws(DatabaseError) {
    let columns = table.columns
    if columns.links.isEmpty { return }
    for row in 0..<table.spanCount {
      for link in table.links(of: SpanIndex(row: row)) {
        json.write(link.attributes, of: table)
        counts.links += 1
        if link.target >= 0 { counts.resolvedLinks += 1 }
        try statements?.link.insert(link, span: base + Int64(row), base: base, attributes: json.bytes)
        try rowWritten()
      }
    }
  }

  private mutating func loadEvents(of table: SpanTable, base: Int64, json: inout AttributeJSON) throws(DatabaseError) {
    let columns = table.columns
    if columns.events.isEmpty { return }
    for row in 0..<table.spanCount {
      for event in table.events(of: SpanIndex(row: row)) {
        json.write(event.attributes, of: table)
        dictionaries.use(event.name)
        counts.events += 1
        try statements?.event.insert(event, span: base + Int64(row), attributes: json.bytes)
        try rowWritten()
      }
    }
  }
}
