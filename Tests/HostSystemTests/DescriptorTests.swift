import Glibc
import HostSystem
import Testing
import TracemillTesting

@Suite("Descriptors")
struct DescriptorTests {
  let place: TemporaryFolder
  init() throws { place = try TemporaryFolder() }

  @Test("reads at an offset end where the file ends, and leave the rest of the buffer alone")
  func reading() throws {
    try put("0123456789", at: place.path + "/f")
    let file = try FileDescriptor(reading: place.path + "/f")
    var buffer = [UInt8](repeating: 0x2e, count: 8)
    #expect(try file.borrowed.read(into: &buffer, at: 1, count: 5, from: 7) == 3)
    #expect(String(decoding: buffer, as: UTF8.self) == ".789....")
    #expect(try file.bytes(count: 4, from: 2) == Array("2345".utf8))
    #expect(try file.bytes(count: 4, from: 10) == [])
    #expect(file.borrowed.position == 0)
    #expect(try file.borrowed.readStream(into: &buffer, count: 3) == 3)
    #expect(file.borrowed.position == 3)
  }

  @Test("a pipe is read until there is as much as is wanted, or its last writer has gone")
  func pipe() throws {
    let pipe = try Pipe()
    #expect(pipe.reading.borrowed.position == nil)
    try pipe.writing.borrowed.write(Array("abc".utf8))
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try pipe.reading.borrowed.readOnce(into: &buffer, count: 8) == 3)
    try pipe.writing.borrowed.write(Array("defg".utf8))
    let reading = pipe.takeReading()
    #expect(try reading.borrowed.readStream(into: &buffer, count: 8) == 4)
    #expect(try reading.borrowed.readSome(8) == [])
  }

  @Test("a temporary file has no name, and holds what was written where it was written")
  func unnamed() throws {
    let file = try FileDescriptor(unnamedIn: place.path)
    #expect(place.names == [])
    try file.borrowed.write(Array("tail".utf8), at: 1_000_000)
    try file.borrowed.write(Array("head".utf8), at: 0)
    #expect(try file.bytes(count: 4, from: 1_000_000) == Array("tail".utf8))
    #expect(try file.bytes(count: 5, from: 0) == Array("head\0".utf8))
    #expect(throws: SystemError(code: ENOENT)) { _ = try FileDescriptor(unnamedIn: place.path + "/none") }
  }

  @Test("what a full device refuses is told, and what a closed descriptor does too")
  func refusal() throws {
    let full = try FileDescriptor(writing: "/dev/full")
    #expect(throws: SystemError(code: ENOSPC)) { try full.borrowed.write([1]) }
    #expect(throws: SystemError(code: EBADF)) { try BorrowedDescriptor(9_999).write([1]) }
    #expect(throws: SystemError(code: ENOENT)) { _ = try FileDescriptor(reading: place.path + "/none") }
  }

  @Test("a lock is had by one at a time, and goes with its descriptor")
  func lock() throws {
    do {
      let first = try FileDescriptor(folder: place.path)
      try first.lock(patience: .zero)
      let second = try FileDescriptor(folder: place.path)
      #expect(throws: SystemError(code: EWOULDBLOCK)) { try second.lock(patience: .milliseconds(20)) }
    }
    let third = try FileDescriptor(folder: place.path)
    try third.lock(patience: .zero)
  }

  @Test("a file is known by device and inode, whatever its name")
  func identity() throws {
    try put("1", at: place.path + "/a")
    #expect(unsafe link(place.path + "/a", place.path + "/hard") == 0 && symlink("a", place.path + "/soft") == 0)
    try put("1", at: place.path + "/b")
    func identity(_ name: String) -> FileIdentity? { FileFacts.at(place.path + "/" + name)?.identity }
    #expect(identity("a") != nil && identity("a") == identity("hard") && identity("a") == identity("soft"))
    #expect(identity("a") != identity("b") && identity("none") == nil)
    #expect(FileFacts.at(place.path + "/soft", followingLinks: false)?.kind == .link)
  }

  @Test("a pipe is no regular file, and its writer is not waited for")
  func regular() throws {
    #expect(unsafe mkfifo(place.path + "/pipe", 0o600) == 0)
    #expect(throws: OutputError.self) { try readRegularFile(place.path + "/pipe", limit: 10) }
    #expect(throws: OutputError.self) { try readRegularFile(place.path, limit: 10) }
    try put("12345", at: place.path + "/f")
    #expect(try readRegularFile(place.path + "/f", limit: 5) == Array("12345".utf8))
    #expect(throws: OutputError.self) { try readRegularFile(place.path + "/f", limit: 4) }
  }

  @Test("patterns match names, sorted")
  func patterns() throws {
    for name in ["b.json", "a.json", "c.txt"] { try put("", at: place.path + "/" + name) }
    #expect(FilePattern.matches(of: place.path + "/*.json") == ["a.json", "b.json"].map { place.path + "/" + $0 })
    #expect(FilePattern.matches(of: place.path + "/*.none") == [])
  }
}

@Suite("Paths as text")
struct FilePathTests {
  @Test(
    "the folder and the name of a path",
    arguments: [
      ("a/b/c", "a/b", "c"), ("c", ".", "c"), ("/c", "/", "c"), ("a/b/", "a", "b"), ("/", "/", ""), ("a//b", "a", "b"),
    ])
  func parts(_ path: String, _ folder: String, _ name: String) {
    #expect(FilePath.folder(of: path) == folder && FilePath.name(of: path) == name)
  }
}
