internal import TraceModel

/// What follows the rows of an export: dictionaries, data quality, counts, guide, indexes, statistics.
struct ExportTail {
  let quality: DataQuality
  let counts: SpanExport.Counts

  /// Writes all of it, and closes the database.
  func write(to database: consuming Database, _ dictionaries: ExportDictionaries) throws(DatabaseError) {
    try database.execute("BEGIN")
    try dictionaries.write(to: database)
    try writeQuality(to: database)
    try writeMetadata(to: database)
    let guide = try database.prepare("INSERT INTO guide VALUES (?, ?)")
    for view in ExportViews.all {
      try guide.bind(text: view.name, at: 1)
      try guide.bind(text: view.answers, at: 2)
      try guide.run()
    }
    try database.execute("COMMIT")
    for index in ExportSchema.indexes { try database.execute(index) }
    try database.execute(ExportSchema.statistics)
  }

  /// `defects` has a row for each defect that can be, also when it was never met; `rejects` what was left out, and where.
  private func writeQuality(to database: borrowing Database) throws(DatabaseError) {
    let defects = try database.prepare("INSERT INTO defects VALUES (?, ?, ?, ?)")
    for defect in Defect.allCases {
      try defects.bind(text: defect.rawValue, at: 1)
      try defects.bind(text: defect.severity.rawValue, at: 2)
      try defects.bind(Int64(quality[defect]), at: 3)
      try defects.bind(text: defect.sentence, at: 4)
      try defects.run()
    }
    let rejects = try database.prepare("INSERT INTO rejects VALUES (?, ?, ?, ?)")
    for reject in quality.rejects {
      try rejects.bind(Int64(reject.input), at: 1)
      try rejects.bind(Int64(reject.offset), at: 2)
      try rejects.bind(text: reject.defect.rawValue, at: 3)
      var reason: [UInt8] = []
      appendRepaired(Array(reject.reason.utf8)[...], to: &reason)
      try rejects.bind(text: reason[...], at: 4)
      try rejects.run()
    }
  }

  private func writeMetadata(to database: borrowing Database) throws(DatabaseError) {
    let figures = [
      ("schema", ExportSchema.version), ("spans", counts.spans), ("traces", counts.traces),
      ("journeys", counts.journeys), ("links", counts.links), ("links_resolved", counts.resolvedLinks),
      ("events", counts.events), ("spans_read", quality.spansRead), ("values_read", quality.valuesRead),
      ("bytes_read", quality.bytesRead), ("bytes_rejected", quality.bytesRejected),
    ]
    let metadata = try database.prepare("INSERT INTO metadata VALUES (?, ?)")
    for (key, value) in figures {
      try metadata.bind(text: key, at: 1)
      try metadata.bind(Int64(value), at: 2)
      try metadata.run()
    }
  }
}
