/// What a kind of database file holds: its mark, and the steps that lead from an empty file to the present tables.
///
/// A file's `user_version` counts the steps it has gone through. Steps are only ever added.
public struct DatabaseSchema: Sendable {
  /// The `application_id` in the file's header, not 0.
  public let applicationID: Int32
  /// Step `i` is the SQL that leads from version `i` to `i + 1`.
  public let steps: [String]

  public init(applicationID: Int32, steps: [String]) {
    precondition(applicationID != 0, "0 is the mark of every unmarked file")
    self.applicationID = applicationID
    self.steps = steps
  }

  /// The version that ``steps`` lead to.
  public var version: Int { steps.count }
}

extension Database {
  /// Brings the file up to `schema`, each step in a transaction of its own.
  ///
  /// - Throws: ``DatabaseError/Reason/foreignFile`` for a file with another mark, or with tables and no mark;
  ///   ``DatabaseError/Reason/newerSchema(found:known:)`` for one that has gone further. Neither file is touched.
  public func migrate(to schema: DatabaseSchema) throws(DatabaseError) {
    let version = try check(schema)
    for (number, step) in schema.steps.enumerated().dropFirst(version) {
      try transaction { (database) throws(DatabaseError) in
        try database.execute(step)
        try database.execute("PRAGMA application_id = \(schema.applicationID); PRAGMA user_version = \(number + 1)")
      }
    }
  }

  /// The steps of `schema` that the file has gone through: 0 for an empty one. Throws as ``migrate(to:)`` does.
  public func check(_ schema: DatabaseSchema) throws(DatabaseError) -> Int {
    let mark = try integer("PRAGMA application_id") ?? 0
    let version = Int(try integer("PRAGMA user_version") ?? 0)
    let tables = try integer("SELECT count(*) FROM sqlite_master") ?? 0
    if mark != Int64(schema.applicationID), mark != 0 || version != 0 || tables != 0 {
      throw DatabaseError(place: place, reason: .foreignFile)
    }
    if version > schema.version {
      throw DatabaseError(place: place, reason: .newerSchema(found: version, known: schema.version))
    }
    return version
  }
}
