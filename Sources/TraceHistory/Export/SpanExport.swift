internal import HostSystem
public import TraceModel

/// Writes the spans of a run into one SQLite file that appears whole or not at all.
///
///     var export = try SpanExport(path: "incident.sqlite")
///     for table in tables { try export.append(table) }
///     try export.finish(quality: quality)
///
/// The file is written beside its place, synced and renamed; a value that goes without ``finish(quality:)``, or after an
/// error, leaves nothing behind. A file that is there is replaced when it is an export or empty, else refused.
///
/// The same spans give the same bytes (under one version of libsqlite3, which notes its number in the header), however
/// they are cut into tables and in whatever order these come: rows stand by journey id (the smallest trace id of the
/// journey), trace id, and their order in the trace. No clock, host name or path gets into the file.
///
/// Text is UTF-8: what is no UTF-8, and NUL in names, becomes U+FFFD. Attributes are valid JSON objects; NaN and the
/// infinities are strings in them.
public struct SpanExport: ~Copyable {
  /// What a finished file holds.
  public struct Counts: Sendable, Equatable {
    public var spans = 0
    public var traces = 0
    public var journeys = 0
    public var links = 0
    /// Links whose span is in the dump.
    public var resolvedLinks = 0
    public var events = 0
  }

  private let path: String
  private let file: StagedFile
  private var rows: ExportRows

  /// Begins a file that will appear at `path`.
  ///
  /// - Throws: When the folder is missing or not writable, or when `path` is something that must not be replaced.
  public init(path: String) throws(DatabaseError) {
    try self.init(path: path, pageLimit: nil)
  }

  /// As ``init(path:)``, but the disk counts as full at `pageLimit` pages of 4 kB.
  init(path: String, pageLimit: Int?) throws(DatabaseError) {
    let file = try SpanExport.stage(path)
    let database = try SpanExport.begin(file, pageLimit: pageLimit)
    self.path = path
    self.file = file
    rows = ExportRows(database: database)
  }

  /// Makes the file beside `path`, when nothing is there that must be kept.
  private static func stage(_ path: String) throws(DatabaseError) -> StagedFile {
    if let facts = FileFacts.at(path) {
      guard facts.kind == .file else { throw DatabaseError(place: path, reason: .notRegularFile) }
      // An empty file holds nothing to lose.
      if facts.size > 0, try fileApplicationID(at: path) != ExportSchema.applicationID {
        throw DatabaseError(place: path, reason: .foreignFile)
      }
    }
    do throws(OutputError) {
      return try StagedFile(path)
    } catch {
      throw DatabaseError(error)
    }
  }

  private static func begin(_ file: borrowing StagedFile, pageLimit: Int?) throws(DatabaseError) -> Database {
    let database = try Database(path: file.stagedPath, access: .readWrite, place: file.path)
    try database.prepareForBulkLoad()
    if let pageLimit { try database.execute("PRAGMA max_page_count = \(pageLimit)") }
    try database.execute("BEGIN")
    try database.execute(ExportSchema.tables)
    for view in ExportViews.all { try database.execute("CREATE VIEW \(view.name) AS\n\(view.query)") }
    try database.execute(
      "PRAGMA application_id = \(ExportSchema.applicationID); PRAGMA user_version = \(ExportSchema.version); COMMIT")
    return database
  }

  /// Adds the spans of a table. All tables are of one run: they share symbols and resources.
  ///
  /// After an error the export is broken: let it go, and nothing is left of it.
  ///
  /// - Complexity: O(spans); 50,000 rows a transaction.
  public mutating func append(_ table: SpanTable) throws(DatabaseError) {
    try rows.append(table)
  }

  /// Writes names, resources, defects and counts, makes the indexes, and lets the file appear.
  ///
  /// - Throws: Also when an earlier ``append(_:)`` failed.
  @discardableResult
  public consuming func finish(quality: DataQuality) throws(DatabaseError) -> Counts {
    let path = self.path
    let counts = rows.counts
    let dictionaries = rows.dictionaries
    let tail = ExportTail(quality: quality, counts: counts)
    if let failure = rows.failure { throw failure }
    if rows.isInOrder {
      try tail.write(to: rows.finish(), dictionaries)
      try SpanExport.publish(file)
    } else {
      // The rows came in another order than theirs: copy them over in it.
      _ = rows.finish()
      let sorted = try SpanExport.stage(path)
      try SpanExport.copy(from: file.stagedPath, to: sorted, tail, dictionaries)
      try SpanExport.publish(sorted)
    }
    return counts
  }

  private static func copy(
    from staged: String, to file: borrowing StagedFile, _ tail: ExportTail, _ dictionaries: ExportDictionaries
  ) throws(DatabaseError) {
    let database = try begin(file, pageLimit: nil)
    try ExportOrder.copyRows(from: staged, to: database)
    try tail.write(to: database, dictionaries)
  }

  /// Lets the closed database appear.
  private static func publish(_ file: consuming StagedFile) throws(DatabaseError) {
    try resetChangeCounters(of: file.stagedPath)
    do throws(OutputError) {
      try file.publish()
    } catch {
      throw DatabaseError(error)
    }
  }
}
