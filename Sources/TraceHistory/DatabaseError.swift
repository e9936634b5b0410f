internal import CSQLite
internal import HostSystem

/// Why a database file could not be opened, read or written.
public struct DatabaseError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// SQLite refused; the codes are its own (`SQLITE_FULL` = 13 …).
    case sqlite(code: Int32, extendedCode: Int32, message: String)
    /// What the system refused (`cannot be written`), with its error number.
    case system(call: String, number: Int32)
    /// The file exists and was not written by this part of tracemill.
    case foreignFile
    /// The path names a folder, a device, a pipe or a socket.
    case notRegularFile
    /// A newer tracemill has written the file.
    case newerSchema(found: Int, known: Int)
  }

  /// The path of the file.
  public var place: String
  public var reason: Reason

  public init(place: String, reason: Reason) {
    self.place = place
    self.reason = reason
  }

  /// SQLite's primary result code, nil when the trouble is not SQLite's.
  public var code: Int32? {
    if case .sqlite(let code, _, _) = reason { code } else { nil }
  }

  /// SQLite's extended result code, nil when the trouble is not SQLite's.
  public var extendedCode: Int32? {
    if case .sqlite(_, let code, _) = reason { code } else { nil }
  }

  /// What is wrong, without the place.
  public var message: String {
    switch reason {
    case .sqlite(_, let extendedCode, let message): "\(message) (SQLite \(extendedCode))"
    case .system(let call, let number): "\(call): \(SystemError(code: number).message)"
    case .foreignFile: "the file exists and is not a database of this kind written by tracemill"
    case .notRegularFile: "it is no regular file"
    case .newerSchema(let found, let known): "its schema is version \(found), and this tracemill knows \(known)"
    }
  }

  /// What the reader may do about it.
  public var advice: String {
    switch reason {
    case .sqlite(let code, _, _): sqliteAdvice(code)
    case .system(_, let number): SystemError(code: number).remedy
    case .foreignFile: "name another file, or remove this one first"
    case .notRegularFile: "name a file"
    case .newerSchema: "use the tracemill that wrote it, or name another file"
    }
  }
}

extension DatabaseError: CustomStringConvertible {
  /// `where: what is wrong; what to do`.
  public var description: String { "\(place): \(message); \(advice)" }
}

private func sqliteAdvice(_ code: Int32) -> String {
  switch code {
  case SQLITE_FULL: "free some disk space, or write to another disk"
  case SQLITE_BUSY, SQLITE_LOCKED: "another program is using it; close that one and try again"
  case SQLITE_CANTOPEN: "does its folder exist, and may you write there?"
  case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: "may you write to this file and its folder?"
  case SQLITE_NOTADB: "name a file that SQLite wrote"
  case SQLITE_CORRUPT: "restore it from a copy, or save what is left with \"sqlite3 FILE .recover\""
  case SQLITE_IOERR: "check the disk, and the limits and quotas on it"
  case SQLITE_NOMEM: "free some memory"
  case SQLITE_TOOBIG: "one value is larger than SQLite holds (1 GB)"
  default: "is libsqlite3 older than 3.30?"
  }
}

extension DatabaseError {
  /// As the layer below tells it.
  init(_ error: OutputError) {
    let reason: Reason =
      if let system = error.system { .system(call: "cannot be written", number: system.code) } else { .notRegularFile }
    self.init(place: error.name, reason: reason)
  }
}
