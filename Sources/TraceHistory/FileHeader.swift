internal import HostSystem

/// The `application_id` in the header of the SQLite file at `path`, nil for a file that is none. Opens no database: a
/// journal that lies beside a foreign file is not played back.
///
/// Source: "Database File Format", section 1.3: 16 bytes of magic; the id is big-endian at offset 68.
func fileApplicationID(at path: String) throws(DatabaseError) -> Int32? {
  let header: [UInt8]
  do throws(SystemError) {
    header = try FileDescriptor(reading: path).bytes(count: 100, from: 0)
  } catch {
    throw DatabaseError(place: path, reason: .system(call: "cannot be read", number: error.code))
  }
  guard header.count == 100, header.starts(with: Array("SQLite format 3\u{0}".utf8)) else { return nil }
  return Int32(bitPattern: header[68..<72].reduce(0) { $0 << 8 | UInt32($1) })
}

/// Sets the counters in the header of the closed SQLite file at `path` that tell how many transactions have written it: two
/// files of one content then have the same bytes, whatever the number of their transactions.
///
/// Source: "Database File Format", sections 1.3.4 and 1.3.19: the change counter at offset 24 and the counter at 92 that says
/// for which change the version number holds must agree, or readers do not trust the file's size in the header.
func resetChangeCounters(of path: String) throws(DatabaseError) {
  do throws(SystemError) {
    let file = try FileDescriptor(writing: path)
    for offset in [24, 92] { try file.borrowed.write([0, 0, 0, 1], at: offset) }
  } catch {
    throw DatabaseError(place: path, reason: .system(call: "cannot be written", number: error.code))
  }
}
