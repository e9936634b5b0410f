import Glibc
import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// Writes a folder; gives what was said.
@discardableResult
private func publish(_ path: String, _ files: [String: String]) throws -> [String] {
  var folder = try OutputFolder(path)
  for name in files.keys.sorted() { try folder.write(name, files[name] ?? "") }
  return try folder.commit { _ in }
}

@Suite("The folder of -o appears whole or not at all")
struct OutputFolderTests {
  let place: TemporaryFolder
  private var out: String { place.path + "/out" }
  private var names: [String] { FileTree.names(in: out) ?? [] }

  init() throws { place = try TemporaryFolder() }

  @Test("a folder is made, replaced when empty, and replaced when it is ours")
  func folder() throws {
    try publish(out + "/", ["a.md": "1", "b.md": "1"])
    #expect(names == ["a.md", "b.md", "manifest.json"])
    #expect(try publish(out, ["a.md": "2"]) == [])
    #expect(names == ["a.md", "manifest.json"])
    #expect(try text(of: out + "/a.md") == "2")
    #expect(unsafe mkdir(place.path + "/empty", 0o700) == 0)
    try publish(place.path + "/empty", [:])
    #expect(place.names == ["empty", "out"])
  }

  @Test("the manifest lists the files as sha256sum does, and that the folder is complete")
  func manifest() throws {
    try publish(out, ["a.md": "abc"])
    let manifest = try #require(FolderManifest.read(in: out))
    #expect(manifest.isComplete)
    #expect(manifest.files.map(\.name) == ["a.md"] && manifest.files.map(\.byteCount) == [3])
    #expect(
      manifest.files.map(\.digest) == ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"])
  }

  @Test("a folder that is not ours is refused and stays", arguments: ["notes.txt", "manifest.json"])
  func foreign(_ name: String) throws {
    #expect(unsafe mkdir(out, 0o700) == 0)
    try put("{\"schema\":\"other\"}", at: out + "/" + name)
    let error = #expect(throws: OutputError.self) { try publish(out, [:]) }
    #expect(error?.description.hasPrefix(out + ": the folder holds files that are not from tracemill; ") == true)
    #expect(names == [name])
    #expect(throws: OutputError.self) { try publish(out + "/" + name, [:]) }
    #expect(throws: OutputError.self) { try publish("/", [:]) }
    #expect(place.names == ["out"])
  }

  @Test("a manifest that is a pipe, a folder, cut or no JSON is none, and nobody waits for it")
  func noManifest() throws {
    #expect(unsafe mkdir(out, 0o700) == 0)
    let manifest = out + "/manifest.json"
    #expect(unsafe mkfifo(manifest, 0o600) == 0)
    #expect(throws: OutputError.self) { try publish(out, [:]) }
    FileTree.remove(manifest)
    #expect(unsafe mkdir(manifest, 0o700) == 0)
    #expect(throws: OutputError.self) { try publish(out, [:]) }
    FileTree.remove(manifest)
    for text in [
      "", "{\"schema\":\"tracemill/manifest/1\"", "\"tracemill/manifest/1\"", "[\"schema\",\"tracemill/manifest/1\"]",
    ] {
      try put(text, at: manifest)
      #expect(throws: OutputError.self) { try publish(out, [:]) }
    }
    #expect(names == ["manifest.json"])
  }

  @Test("a folder that is given up, or taken by others meanwhile, leaves what was there")
  func failure() throws {
    try publish(out, ["a.md": "old"])
    do {
      var folder = try OutputFolder(out)
      try folder.write("a.md", "new")
      #expect(names.count == 3)
    }
    #expect(try text(of: out + "/a.md") == "old")
    #expect(names == ["a.md", "manifest.json"])
    #expect(throws: OutputError.self) {
      let folder = try OutputFolder(place.path + "/late")
      #expect(unsafe mkdir(place.path + "/late", 0o700) == 0)
      try put("theirs", at: place.path + "/late/x")
      _ = try folder.commit { _ in }
    }
    #expect(place.names == ["late", "out"])
    #expect(FileTree.names(in: place.path + "/late") == ["x"])
  }

  @Test("two that write one folder at a time: the last one's files are there, and no other")
  func two() throws {
    var first = try OutputFolder(out)
    var second = try OutputFolder(out)
    try first.write("a", "1")
    try second.write("b", "2")
    #expect(try first.commit { _ in } == [])
    #expect(try second.commit { _ in } == [])
    #expect(names == ["b", "manifest.json"])
    #expect(place.names == ["out"])
  }

  @Test("what the user put there stays: files, folders, links, pipes")
  func own() throws {
    try put("keep", at: place.path + "/keep")
    try publish(out, ["a": "1"])
    try put("mine", at: out + "/notes.txt")
    #expect(unsafe symlink(place.path, out + "/up") == 0)
    #expect(unsafe mkdir(out + "/sub", 0o700) == 0)
    #expect(unsafe mkfifo(out + "/pipe", 0o600) == 0)
    #expect(try publish(out, ["b": "2"]) == [])
    #expect(names == ["b", "manifest.json", "notes.txt", "pipe", "sub", "up"])
    #expect(place.names == ["keep", "out"])
  }

  @Test("a listed file that was changed is kept beside, and said; so is a file of the user in the way of a new one")
  func changed() throws {
    try publish(out, ["a.md": "1", "gone.md": "1", "same.md": "1", "size.md": "1"])
    try put("2", at: out + "/a.md")
    try put("22", at: out + "/size.md")
    try put("2", at: out + "/gone.md")
    try put("mine", at: out + "/new.md")
    try put("mine", at: out + "/a.md.user")
    let said = try publish(out, ["a.md": "3", "new.md": "3", "same.md": "3", "size.md": "3"])
    #expect(
      said
        == [
          ("a.md", "a.md.user.2"), ("gone.md", "gone.md.user"), ("new.md", "new.md.user"), ("size.md", "size.md.user"),
        ].map {
          "\(out)/\($0): it was changed or is not from tracemill; it is kept as \(out)/\($1)"
        })
    let expected = [
      "a.md": "3", "a.md.user": "mine", "a.md.user.2": "2", "gone.md.user": "2", "new.md": "3", "new.md.user": "mine",
      "same.md": "3", "size.md": "3", "size.md.user": "22",
    ]
    #expect(names.filter { $0 != "manifest.json" } == expected.keys.sorted())
    for (name, content) in expected { #expect(try text(of: out + "/" + name) == content, "\(name)") }
  }

  @Test("a link or pipe in place of a listed file is the user's, and is not followed or read")
  func inPlace() throws {
    try put("1", at: place.path + "/elsewhere")
    try publish(out, ["a": "1", "b": "1"])
    FileTree.remove(out + "/a")
    FileTree.remove(out + "/b")
    #expect(unsafe symlink(place.path + "/elsewhere", out + "/a") == 0)
    #expect(unsafe mkfifo(out + "/b", 0o600) == 0)
    #expect(try publish(out, ["a": "2"]).count == 2)
    #expect(names == ["a", "a.user", "b.user", "manifest.json"])
    #expect(try text(of: place.path + "/elsewhere") == "1")
  }

  @Test("a manifest that lists other places has nothing removed there")
  func hostile() throws {
    try put("1", at: place.path + "/victim")
    try publish(out, ["a": "1"])
    let digest = SHA256(of: Array("1".utf8)).text
    let entries = ["../victim", "/etc/hostname", "..", "", "sub/x", "manifest.json"].map {
      "{\"name\":\"\($0)\",\"bytes\":1,\"sha256\":\"\(digest)\"}"
    }
    try put(
      "{\"schema\":\"tracemill/manifest/9\",\"files\":[\(entries.joined(separator: ","))]}", at: out + "/manifest.json")
    #expect(FolderManifest.read(in: out)?.files == [])
    try publish(out, ["b": "1"])
    #expect(place.names == ["out", "victim"])
    #expect(names == ["a", "b", "manifest.json"], "what no manifest lists is the user's")
  }

  @Test(
    "killed at any step, the folder is one report or says that it is none, and the next run puts it right",
    arguments: 0...5)
  func killed(after steps: Int) throws {
    try publish(out, ["a": "1", "b": "1", "c": "1"])
    let old = try #require(FolderManifest.read(in: out)).files
    let new = [FolderManifest.File("a", holding: [0x32]), FolderManifest.File("c", holding: [0x32])]
    // The steps of a replacement, as far as the process got.
    let moves: [() throws -> Void] = [
      {
        try put(
          String(decoding: FolderManifest(files: old + new, isComplete: false).json(), as: UTF8.self),
          at: out + "/manifest.json")
      },
      { try put("2", at: out + "/a") }, { try put("2", at: out + "/c") }, { FileTree.remove(out + "/b") },
      {
        try put(
          String(decoding: FolderManifest(files: new, isComplete: true).json(), as: UTF8.self),
          at: out + "/manifest.json")
      },
    ]
    for move in moves.prefix(steps) { try move() }
    #expect(try #require(FolderManifest.read(in: out)).isComplete == (steps == 0 || steps == 5))
    #expect(try publish(out, ["a": "3"]) == [], "nothing of ours is taken for the user's")
    #expect(names == ["a", "manifest.json"])
    #expect(try text(of: out + "/a") == "3")
  }

  @Test("an input among the listed files, or in the way of a new one, is refused")
  func input() throws {
    try publish(out, ["a": "1"])
    try put("mine", at: out + "/b")
    let facts = try #require(FileFacts.at(out + "/a"))
    #expect(throws: OutputError.self) { _ = try OutputFolder(out, inputs: [facts.identity]) }
    let other = try #require(FileFacts.at(out + "/b"))
    #expect(throws: OutputError.self) {
      var folder = try OutputFolder(out, inputs: [other.identity])
      try folder.write("b", "2")
      _ = try folder.commit { _ in }
    }
    #expect(names == ["a", "b", "manifest.json"])
    #expect(try text(of: out + "/b") == "mine")
    #expect(try #require(FolderManifest.read(in: out)).isComplete)
  }
}
