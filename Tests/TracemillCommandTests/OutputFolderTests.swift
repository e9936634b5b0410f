import Glibc
import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

private let manifest = "{\"schema\":\"tracemill/manifest/1\"}\n"

private func publish(_ path: String, _ files: [String: String]) throws {
  let folder = try OutputFolder(path)
  for name in files.keys.sorted() { try folder.write(name, files[name] ?? "") }
  try folder.commit(manifest: manifest)
}

@Suite("The folder of -o appears whole or not at all")
struct OutputFolderTests {
  let place: TemporaryFolder
  init() throws { place = try TemporaryFolder() }

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
