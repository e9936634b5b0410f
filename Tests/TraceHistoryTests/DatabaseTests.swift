import Testing

@testable import TraceHistory

@Suite struct DatabaseTests {
  @Test("every type of value comes back as it was bound")
  func values() throws {
    let database = try Database.inMemory()
    let statement = try database.prepare("SELECT ?, ?, ?, ?, ?, typeof(?4), typeof(?5)")
    try statement.bind(Int64.min, at: 1)
    try statement.bind(0.1, at: 2)
    try statement.bindNull(at: 3)
    try statement.bind(text: "", at: 4)
    let blob: [UInt8] = [0, 255]
    // SAFETY: bytes have no padding to leak.
    try statement.bind(blob: unsafe blob.span.bytes, at: 5)
    let found = try statement.step()
    let read = (statement.integer(at: 0), statement.double(at: 1), statement.isNull(at: 2), statement.bytes(at: 4))
    let texts = [2, 3, 5, 6].map { statement.text(at: $0) }
    let again = try statement.step()
    #expect(found)
    #expect(read.0 == .min)
    #expect(read.1 == 0.1)
    #expect(read.2)
    #expect(read.3 == blob)
    #expect(texts == [nil, "", "text", "blob"])
    #expect(!again)
  }

  @Test("a transaction that throws leaves nothing")
  func rollback() throws {
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    let error = #expect(throws: DatabaseError.self) {
      try database.transaction { (database) throws(DatabaseError) in
        try database.execute("INSERT INTO t VALUES (1)")
        try database.execute("INSERT INTO t VALUES (1)")
      }
    }
    #expect(error?.code == 19)
    #expect(error?.extendedCode == 1555)
    #expect(try database.integer("SELECT count(*) FROM t") == 0)
  }

  @Test("schema steps run once each, from wherever the file stands")
  func migration() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/h"
    let first = DatabaseSchema(applicationID: 7, steps: ["CREATE TABLE a (x)"])
    let second = DatabaseSchema(
      applicationID: 7, steps: first.steps + ["CREATE TABLE b (x)", "INSERT INTO a VALUES (1)"])
    for schema in [first, first, second, second] {
      let database = try Database(path: path, access: .create)
      try database.migrate(to: schema)
      #expect(try database.integer("PRAGMA user_version") == Int64(schema.version))
    }
    #expect(try rows("SELECT count(*) FROM a", in: path) == ["1"])
    let newer = #expect(throws: DatabaseError.self) { try Database(path: path, access: .create).migrate(to: first) }
    #expect(newer?.reason == .newerSchema(found: 3, known: 1))
    #expect(
      newer?.description
        == "\(path): its schema is version 3, and this tracemill knows 1; use the tracemill that wrote it, or name another file"
    )
    let other = DatabaseSchema(applicationID: 8, steps: second.steps)
    #expect(throws: DatabaseError(place: path, reason: .foreignFile)) {
      try Database(path: path, access: .create).migrate(to: other)
    }
  }

  @Test("a step that fails leaves the version before it")
  func failingStep() throws {
    let database = try Database.inMemory()
    let schema = DatabaseSchema(
      applicationID: 7, steps: ["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"])
    #expect(throws: DatabaseError.self) { try database.migrate(to: schema) }
    #expect(try database.integer("PRAGMA user_version") == 1)
    #expect(try database.integer("SELECT count(*) FROM sqlite_master") == 1)
  }

  @Test("names are taken literally")
  func literalNames() throws {
    let folder = ScratchFolder()
    try Database(path: folder.path + "/file:x?mode=memory", access: .create).execute("CREATE TABLE a (x)")
    #expect(folder.names == ["file:x?mode=memory"])
  }

  @Test("what is no database is told")
  func garbage() throws {
    let folder = ScratchFolder()
    folder.write(String(repeating: "garbage ", count: 100), to: "g")
    let error = #expect(throws: DatabaseError.self) {
      try Database(path: folder.path + "/g", access: .readOnly).integer("SELECT count(*) FROM sqlite_master")
    }
    #expect(error?.code == 26)
    #expect(throws: DatabaseError.self) { _ = try Database(path: folder.path + "/none", access: .readWrite) }
    #expect(folder.names == ["g"])
  }
}
