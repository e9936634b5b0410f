/// Returns the content of a file.
///
/// - Throws: When it cannot be read or has more than `limit` bytes.
package func readFile(_ path: String, limit: Int) throws(OutputError) -> [UInt8] {
  try readFile(path, limit: limit, from: { () throws(SystemError) in try FileDescriptor(reading: path) })
}

/// Returns the content of a regular file; of a pipe or device it is not waited for.
///
/// - Throws: When it is none, cannot be read or has more than `limit` bytes.
package func readRegularFile(_ path: String, limit: Int) throws(OutputError) -> [UInt8] {
  guard FileKind.at(path) == .file else {
    throw OutputError(path, refused: "it is no regular file", remedy: "is it the right one?")
  }
  return try readFile(
    path, limit: limit, from: { () throws(SystemError) in try FileDescriptor(readingWithoutWaiting: path) })
}

private func readFile(
  _ path: String, limit: Int, from open: () throws(SystemError) -> FileDescriptor
) throws(OutputError) -> [UInt8] {
  do throws(SystemError) {
    let file = try open()
    var content: [UInt8] = []
    while content.count <= limit {
      let piece = try file.borrowed.readSome(1 << 16)
      if piece.isEmpty { return content }
      content += piece
    }
  } catch {
    throw OutputError(path, "cannot be read", error)
  }
  throw OutputError(path, refused: "it has more than \(limit) bytes", remedy: "is it the right file?")
}
