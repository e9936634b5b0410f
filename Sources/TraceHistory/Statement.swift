internal import CSQLite

/// A compiled statement: bind, step, read columns, reset, again. Parameters count from 1, columns from 0.
///
/// Bound text and blobs are copied. Text is bytes that should be UTF-8 without NUL (see ``appendRepaired(_:to:)``).
@safe
public struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let place: String

  /// - Safety: `handle` is a compiled statement that nothing else owns.
  @unsafe
  init(handle: OpaquePointer, place: String) {
    unsafe self.handle = handle
    self.place = place
  }

  deinit {
    // SAFETY: the handle is owned, and finalised once.
    _ = unsafe sqlite3_finalize(handle)
  }

  public func bind(_ value: Int64, at index: Int32) throws(DatabaseError) {
    // SAFETY: the handle lives as long as the value; SQLite checks the index.
    try check(unsafe sqlite3_bind_int64(handle, index, value))
  }

  /// Binds a number; SQLite turns NaN into NULL.
  public func bind(_ value: Double, at index: Int32) throws(DatabaseError) {
    // SAFETY: as for integers.
    try check(unsafe sqlite3_bind_double(handle, index, value))
  }

  public func bindNull(at index: Int32) throws(DatabaseError) {
    // SAFETY: as for integers.
    try check(unsafe sqlite3_bind_null(handle, index))
  }

  public func bind(text: RawSpan, at index: Int32) throws(DatabaseError) {
    // SAFETY: SQLite copies the bytes before it returns.
    let code = unsafe text.withUnsafeBytes { bytes in
      unsafe tracemill_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
    }
    try check(code)
  }

  public func bind(text: ArraySlice<UInt8>, at index: Int32) throws(DatabaseError) {
    // SAFETY: bytes have no padding to leak.
    try bind(text: unsafe text.span.bytes, at: index)
  }

  public func bind(text: String, at index: Int32) throws(DatabaseError) {
    try bind(text: Array(text.utf8)[...], at: index)
  }

  public func bind(blob: RawSpan, at index: Int32) throws(DatabaseError) {
    // SAFETY: SQLite copies the bytes before it returns.
    let code = unsafe blob.withUnsafeBytes { bytes in
      unsafe tracemill_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
    }
    try check(code)
  }

  /// Goes to the next row; false when there is none. After that, or to start over, ``reset()``.
  public func step() throws(DatabaseError) -> Bool {
    // SAFETY: the handle lives as long as the value.
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let error = unsafe sqliteError(code, on: sqlite3_db_handle(handle), place: place)
    reset()
    throw error
  }

  /// Runs a statement that gives no rows, and readies it for the next run. Bindings stay.
  public func run() throws(DatabaseError) {
    while try step() {}
    reset()
  }

  /// Readies the statement for another run. Bindings stay.
  public func reset() {
    // SAFETY: the handle lives as long as the value. The code repeats what `step` has already told.
    _ = unsafe sqlite3_reset(handle)
  }

  public var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  public func columnName(at column: Int32) -> String {
    // SAFETY: the name lives until the statement goes; it is copied. Nil for a column that is not there.
    unsafe sqlite3_column_name(handle, column).map { unsafe String(cString: $0) } ?? ""
  }

  public func isNull(at column: Int32) -> Bool {
    // SAFETY: as for ``step()``; a column that is not there reads as NULL.
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// The column as a whole number, 0 when it is NULL or no number.
  public func integer(at column: Int32) -> Int64 {
    // SAFETY: as for ``isNull(at:)``.
    unsafe sqlite3_column_int64(handle, column)
  }

  /// The column as a number, 0 when it is NULL or no number.
  public func double(at column: Int32) -> Double {
    // SAFETY: as for ``isNull(at:)``.
    unsafe sqlite3_column_double(handle, column)
  }

  /// The bytes of a text or blob column; empty when it is NULL.
  public func bytes(at column: Int32) -> [UInt8] {
    // SAFETY: pointer first, then count, as SQLite asks; the bytes are copied before the next call.
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A text column; nil when it is NULL.
  public func text(at column: Int32) -> String? {
    isNull(at: column) ? nil : String(decoding: bytes(at: column), as: UTF8.self)
  }

  @inline(__always)
  private func check(_ code: Int32) throws(DatabaseError) {
    if code != SQLITE_OK { throw unsafe sqliteError(code, on: sqlite3_db_handle(handle), place: place) }
  }
}
