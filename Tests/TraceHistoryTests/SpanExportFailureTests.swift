import Testing
import TraceModel

@testable import TraceHistory

private let one = DrawnRun(journeys: [[DrawnTrace(1, [DrawnSpan(id: 1)])]])

private func failure(_ path: String) -> DatabaseError? {
  do {
    try export(one.tables([[0]]), to: path)
    return nil
  } catch {
    return error as? DatabaseError
  }
}

@Suite struct SpanExportFailureTests {
  @Test("a missing folder is told, and nothing is made")
  func missingFolder() {
    let folder = ScratchFolder()
    let error = failure(folder.path + "/none/x.sqlite")
    #expect(
      error?.description
        == "\(folder.path)/none/x.sqlite: cannot be written: there is no such file or folder; check the path"
    )
    #expect(folder.names == [])
  }

  @Test("a file in place of a folder is told")
  func fileAsFolder() {
    let folder = ScratchFolder()
    folder.write("text", to: "f")
    #expect(failure(folder.path + "/f/x.sqlite")?.advice == "check the path")
    #expect(folder.names == ["f"])
  }

  @Test("folders and devices are no place for an export", arguments: ["", "/dev/full"])
  func noFile(_ path: String) {
    let folder = ScratchFolder()
    #expect(failure(path.isEmpty ? folder.path : path)?.reason == .notRegularFile)
    #expect(folder.names == [])
  }

  @Test("a foreign file stays as it is", arguments: ["plain text", "SQLite format 3\u{0}"])
  func foreign(_ content: String) throws {
    let folder = ScratchFolder()
    folder.write(content, to: "x")
    let before = folder.read("x")
    #expect(failure(folder.path + "/x")?.reason == .foreignFile)
    #expect(folder.read("x") == before)
    #expect(folder.names == ["x"])
  }

  @Test("another program's database stays as it is")
  func foreignDatabase() throws {
    let folder = ScratchFolder()
    try Database(path: folder.path + "/x", access: .create).execute("CREATE TABLE t (a)")
    let error = failure(folder.path + "/x")
    #expect(
      error?.description
        == "\(folder.path)/x: the file exists and is not a database of this kind written by tracemill; name another file, or remove this one first"
    )
    #expect(try rows("SELECT name FROM sqlite_master", in: folder.path + "/x") == ["t"])
  }

  @Test("our own file is replaced, an empty one too")
  func replaced() throws {
    let folder = ScratchFolder()
    folder.write("", to: "x")
    #expect(failure(folder.path + "/x") == nil)
    #expect(failure(folder.path + "/x") == nil)
    #expect(try rows("SELECT count(*) FROM spans", in: folder.path + "/x") == ["1"])
    #expect(folder.names == ["x"])
  }

  @Test("a full disk breaks the export and leaves the file that was there")
  func full() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/x"
    try export(one.tables([[0]]), to: path)
    let before = folder.read("x")
    let long = AttributeValue.string(bytes(String(repeating: "x", count: 2_000_000)))
    let big = DrawnRun(journeys: [[DrawnTrace(1, [DrawnSpan(id: 1, attributes: [("big", long)])])]]).tables([[0]])[0]
    var namesMeanwhile = 0
    let error = #expect(throws: DatabaseError.self) {
      var export = try SpanExport(path: path, pageLimit: 100)
      // Finishing tells of the error, too, when the caller goes on in spite of it.
      try? export.append(big)
      namesMeanwhile = folder.names.count
      try export.finish(quality: DataQuality())
    }
    #expect(namesMeanwhile == 2)
    #expect(error?.code == 13)
    #expect(
      error?.description
        == "\(path): database or disk is full (SQLite 13); free some disk space, or write to another disk")
    #expect(folder.names == ["x"])
    #expect(folder.read("x") == before)
  }

  @Test("an export that is let go leaves nothing")
  func dropped() throws {
    let folder = ScratchFolder()
    do {
      var export = try SpanExport(path: folder.path + "/x")
      try export.append(one.tables([[0]])[0])
    }
    #expect(folder.names == [])
  }
}
