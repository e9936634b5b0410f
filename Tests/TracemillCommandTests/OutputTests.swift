import Glibc
import Testing

@testable import TracemillCommand

private let manifest = "{\"schema\":\"tracemill/manifest/1\"}\n"

private func publish(_ path: String, _ files: [String: String]) throws {
  let folder = try OutputFolder(path)
  for name in files.keys.sorted() { try folder.write(name, files[name] ?? "") }
  try folder.commit(manifest: manifest)
}

@Suite("files and folders appear whole or not at all")
struct OutputTests {
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
    #expect(throws: OutputError(place.path, "cannot be written", code: EISDIR)) { try put("", at: place.path) }
    let missing = place.path + "/no/a"
    #expect(throws: OutputError(missing, "cannot be written", code: ENOENT)) { try put("", at: missing) }
    #expect(throws: OutputError("/dev/full", "cannot be written", code: ENOSPC)) { try put("x", at: "/dev/full") }
  }

  @Test("standard output: a full device is an error, a reader that has gone is none")
  func standardOutput() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: OutputError("standard output", "cannot be written", code: ENOSPC)) {
      var output = StandardOutput(descriptor: full)
      try output.write("x")
      try output.finish()
    }
    _ = signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    do {
      var output = StandardOutput(descriptor: ends[1])
      try output.write("x")
      try output.finish()
      Issue.record("written to nobody")
    } catch {
      #expect(error.isBrokenPipe)
    }
  }

  @Test("a folder is made, replaced when empty, and replaced when it is ours")
  func folder() throws {
    let path = place.path + "/out"
    try publish(path + "/", ["a.md": "1", "b.md": "1"])
    #expect(FileTree.names(in: path) == ["a.md", "b.md", "manifest.json"])
    try publish(path, ["a.md": "2"])
    #expect(FileTree.names(in: path) == ["a.md", "manifest.json"])
    #expect(try text(of: path + "/a.md") == "2")
    #expect(unsafe mkdir(place.path + "/empty", 0o700) == 0)
    try publish(place.path + "/empty", [:])
    #expect(place.names == ["empty", "out"])
  }

  @Test("a folder that is not ours is refused and stays", arguments: ["notes.txt", "manifest.json"])
  func foreign(_ name: String) throws {
    let path = place.path + "/out"
    #expect(unsafe mkdir(path, 0o700) == 0)
    try put("{\"schema\":\"other\"}", at: path + "/" + name)
    let error = #expect(throws: OutputError.self) { try publish(path, [:]) }
    #expect(error?.description.hasPrefix(path + ": the folder holds files that are not from tracemill; ") == true)
    #expect(FileTree.names(in: path) == [name])
    #expect(throws: OutputError.self) { try publish(path + "/" + name, [:]) }
    #expect(throws: OutputError.self) { try publish("/", [:]) }
    #expect(place.names == ["out"])
  }

  @Test("a folder that is given up, or taken by others meanwhile, leaves what was there")
  func folderFailure() throws {
    let path = place.path + "/out"
    try publish(path, ["a.md": "old"])
    do {
      let folder = try OutputFolder(path)
      try folder.write("a.md", "new")
    }
    #expect(try text(of: path + "/a.md") == "old")
    #expect(place.names == ["out"])
    #expect(throws: OutputError.self) {
      let folder = try OutputFolder(place.path + "/late")
      #expect(unsafe mkdir(place.path + "/late", 0o700) == 0)
      try put("theirs", at: place.path + "/late/x")
      try folder.commit(manifest: manifest)
    }
    #expect(place.names == ["late", "out"])
    #expect(FileTree.names(in: place.path + "/late") == ["x"])
  }

  @Test("links in a folder that is replaced are removed, not followed")
  func links() throws {
    try put("keep", at: place.path + "/keep")
    try publish(place.path + "/out", [:])
    #expect(unsafe symlink(place.path, place.path + "/out/up") == 0)
    try publish(place.path + "/out", [:])
    #expect(place.names == ["keep", "out"])
  }
}
