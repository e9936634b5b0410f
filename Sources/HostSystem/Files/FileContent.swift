/// Returns the content of a file.
///
/// - Throws: When it cannot be read or has more than `limit` bytes.
package func readFile(_ path: String, limit: Int) throws(OutputError) -> [UInt8] {
  do throws(SystemError) {
    let file = try FileDescriptor(reading: path)
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
