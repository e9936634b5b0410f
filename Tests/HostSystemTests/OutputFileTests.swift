import Glibc
import HostSystem
import Testing
import TracemillTesting

@Suite("files appear whole or not at all")
struct OutputFileTests {
  let place: TemporaryFolder
  init() throws { place = try TemporaryFolder() }

  @Test("a committed file replaces the old one and leaves nothing beside it")
  func commit() throws {
    let path = place.path + "/a.txt"
    try put("old", at: path)
    _ = unsafe chmod(path, 0o640)
    var file = try OutputFile(path)
    try file.write(String(repeating: "new", count: 100_000))
    #expect(try text(of: path) == "old")
    try file.commit()
    #expect(try text(of: path).utf8.count == 300_000)
    #expect(place.names == ["a.txt"])
    var facts = stat()
    #expect(unsafe stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o640)
  }

  @Test("a file that is given up leaves the old one")
  func giveUp() throws {
    let path = place.path + "/a.txt"
    try put("old", at: path)
    do {
      var file = try OutputFile(path)
      try file.write("half")
      #expect(place.names.count == 2)
    }
    #expect(place.names == ["a.txt"])
    #expect(try text(of: path) == "old")
  }

  @Test("a link stays a link, what it leads to is replaced; devices are written to")
  func special() throws {
    try put("old", at: place.path + "/real")
    #expect(unsafe symlink("real", place.path + "/link") == 0)
    try put("new", at: place.path + "/link")
    #expect(try text(of: place.path + "/real") == "new")
    #expect(FileKind.at(place.path + "/link", followingLinks: false) == .link)
    try put("gone", at: "/dev/null")
    #expect(FileKind.at("/dev/null") == .other)
  }

  @Test("a folder, a missing folder and a full device are errors that say so")
  func fileErrors() throws {
    #expect(throws: OutputError(place.path, "cannot be written", SystemError(code: EISDIR))) {
      try put("", at: place.path)
    }
    let missing = place.path + "/no/a"
    #expect(throws: OutputError(missing, "cannot be written", SystemError(code: ENOENT))) { try put("", at: missing) }
    #expect(throws: OutputError("/dev/full", "cannot be written", SystemError(code: ENOSPC))) {
      try put("x", at: "/dev/full")
    }
  }

  @Test("standard output: a full device is an error, a reader that has gone is none")
  func standardOutput() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: OutputError("standard output", "cannot be written", SystemError(code: ENOSPC))) {
      var output = StandardOutput(BorrowedDescriptor(full))
      try output.write("x")
      try output.finish()
    }
    _ = signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    do {
      var output = StandardOutput(BorrowedDescriptor(ends[1]))
      try output.write("x")
      try output.finish()
      Issue.record("written to nobody")
    } catch {
      #expect(error.isBrokenPipe)
    }
  }
}
