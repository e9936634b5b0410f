internal import CSQLite

/// One connection to an SQLite file, closed when the value goes. One task at a time uses it.
@safe
public struct Database: ~Copyable {
  public enum Access: Sendable {
    case readOnly
    /// The file must exist.
    case readWrite
    /// The file is made when it does not exist.
    case create
  }

  private let handle: OpaquePointer
  /// The path, as errors name it.
  public let place: String

  /// Opens the file at `path`. The name is taken literally, even `:memory:` or `file:…`.
  ///
  /// SQLite reads nothing yet: a file that is no database shows at the first statement. Errors name `place`, or `path`.
  public init(path: String, access: Access, place: String? = nil) throws(DatabaseError) {
    let flags =
      switch access {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    try self.init(literal: path.hasPrefix("/") ? path : "./" + path, flags: flags, place: place ?? path)
  }

  /// A database in memory, gone with the value.
  public static func inMemory() throws(DatabaseError) -> Database {
    try Database(literal: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, place: ":memory:")
  }

  private init(literal: String, flags: Int32, place: String) throws(DatabaseError) {
    var handle: OpaquePointer?
    let code = unsafe sqlite3_open_v2(literal, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      // SAFETY: SQLite hands out a handle even when it fails (nil when out of memory); both calls take nil.
      let error = unsafe sqliteError(code, on: handle, place: place)
      _ = unsafe sqlite3_close_v2(handle)
      throw error
    }
    // SAFETY: `opened` is the handle this value owns, closed in `deinit`.
    unsafe self.handle = opened
    self.place = place
    _ = unsafe sqlite3_extended_result_codes(opened, 1)
    _ = unsafe sqlite3_busy_timeout(opened, 5_000)
  }

  deinit {
    // SAFETY: the handle is open; statements that live on keep the connection until they go.
    _ = unsafe sqlite3_close_v2(handle)
  }

  /// Runs statements that give no rows and bind nothing. Never put data into `sql`.
  public func execute(_ sql: String) throws(DatabaseError) {
    // SAFETY: the handle is open.
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw unsafe sqliteError(code, on: handle, place: place) }
  }

  /// Compiles one statement, to be run many times.
  public func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    var statement: OpaquePointer?
    // SAFETY: the handle is open, and SQLite copies the text.
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let compiled = unsafe statement else {
      throw unsafe sqliteError(code == SQLITE_OK ? SQLITE_MISUSE : code, on: handle, place: place)
    }
    return unsafe Statement(handle: compiled, place: place)
  }

  /// The first column of the first row of a statement that binds nothing; nil when there is no row or it is NULL.
  public func integer(_ sql: String) throws(DatabaseError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(at: 0) else { return nil }
    return statement.integer(at: 0)
  }

  /// Runs `body` in one transaction: all of it happens, or nothing when it throws.
  public func transaction(_ body: (borrowing Database) throws(DatabaseError) -> Void) throws(DatabaseError) {
    try execute("BEGIN IMMEDIATE")
    do {
      try body(self)
      try execute("COMMIT")
    } catch {
      try? execute("ROLLBACK")
      throw error
    }
  }

  /// Settings for filling a new file that is thrown away on failure: no journal, no syncing (the owner syncs the whole
  /// file), one lock held throughout, a cache of 64 MB. The page size counts only before the first table.
  public func prepareForBulkLoad() throws(DatabaseError) {
    try execute(
      """
      PRAGMA page_size = 4096;
      PRAGMA encoding = 'UTF-8';
      PRAGMA auto_vacuum = NONE;
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA secure_delete = ON;
      PRAGMA cache_size = -65536;
      """)
  }
}

/// The error that `handle` (which may be nil) has just met.
///
/// - Safety: `handle` is open or nil.
@unsafe
func sqliteError(_ code: Int32, on handle: OpaquePointer?, place: String) -> DatabaseError {
  let extended = unsafe handle.map { unsafe sqlite3_extended_errcode($0) } ?? code
  let text: UnsafePointer<CChar>?
  if let handle = unsafe handle, extended & 0xff == code & 0xff {
    unsafe text = sqlite3_errmsg(handle)
  } else {
    unsafe text = sqlite3_errstr(code)
  }
  let message = unsafe text.map { unsafe String(cString: $0) } ?? "unknown error"
  return DatabaseError(
    place: place, reason: .sqlite(code: code & 0xff, extendedCode: max(code, extended), message: message))
}
