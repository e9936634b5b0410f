import Glibc
import TraceHistory
import TraceModel

/// A folder of its own for one test, removed with what is in it.
final class ScratchFolder {
  let path: String

  init() {
    var template = Array("/tmp/tracemill-test-XXXXXX".utf8CString)
    // SAFETY: the template ends in NUL and is changed in place.
    path = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) } ?? "/nowhere"
    }
  }

  deinit {
    for name in names { remove(name) }
    // SAFETY: the path is a text for the call.
    _ = unsafe rmdir(path)
  }

  func remove(_ name: String) {
    // SAFETY: the path is a text for the call.
    _ = unsafe Glibc.remove(path + "/" + name)
  }

  /// What lies in the folder, sorted; hidden names too.
  var names: [String] {
    var names: [String] = []
    // SAFETY: the entries are read while the folder is open, and their names copied.
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func write(_ text: String, to name: String) {
    // SAFETY: text and path last for the calls.
    guard let file = unsafe fopen(path + "/" + name, "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func read(_ name: String) -> [UInt8] {
    // SAFETY: the buffer is as long as the count says.
    guard let file = unsafe fopen(path + "/" + name, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// All rows of a query, columns joined by `|`; NULL is `-`.
func rows(_ sql: String, in path: String) throws -> [String] {
  let database = try Database(path: path, access: .readOnly)
  let statement = try database.prepare(sql)
  var lines: [String] = []
  while try statement.step() {
    lines.append((0..<Int32(statement.columnCount)).map { statement.text(at: $0) ?? "-" }.joined(separator: "|"))
  }
  return lines
}

@discardableResult
func export(_ tables: [SpanTable], to path: String, quality: DataQuality = DataQuality()) throws -> SpanExport.Counts {
  var export = try SpanExport(path: path)
  for table in tables { try export.append(table) }
  return try export.finish(quality: quality)
}
