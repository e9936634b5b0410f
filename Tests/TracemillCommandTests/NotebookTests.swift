import Glibc
import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

private let pages =
  ["README.md", "datasets/README.md"]
  + (FileTree.names(in: BuiltProgram.root + "/notebooks-md") ?? []).filter { $0.hasSuffix(".md") }
  .map { "notebooks-md/" + $0 }

@Suite("Notebooks")
struct NotebookTests {
  /// The commands run in a new folder in which there is nothing but `datasets`. `UPDATE_NOTEBOOKS=1` records.
  @Test("every command on a page prints what the page says", arguments: pages)
  func outputs(_ name: String) throws {
    let path = BuiltProgram.root + "/" + name
    let page = try text(of: path)
    let notebook = Notebook(page)
    #expect(notebook.page == page)
    guard notebook.commands > 0 else { return }
    let folder = try TemporaryFolder()
    #expect(unsafe symlink(BuiltProgram.root + "/datasets", folder.path + "/datasets") == 0)
    let now = try notebook.rerun(in: folder.path)
    if Environment.ofProcess()["UPDATE_NOTEBOOKS"] == "1" {
      guard now.page != page else { return }
      try put(now.page, at: path)
      Issue.record("recorded \(name); look at it, then run again without UPDATE_NOTEBOOKS")
      return
    }
    for (written, found) in zip(notebook.pieces, now.pieces) where written != found {
      Issue.record("\(name) says\n\(written)\nnot\n\(found)\nUPDATE_NOTEBOOKS=1 records what is printed now")
    }
  }

  @Test("the flame graph on a page is what the command beside it draws")
  func picture() throws {
    let path = BuiltProgram.root + "/notebooks-md/critical-path.svg"
    let page = try text(of: BuiltProgram.root + "/notebooks-md/critical-path.md")
    let command = try #require(page.split(separator: "\n").first { $0.hasSuffix(" > critical-path.svg") }).dropFirst(2)
    let folder = try TemporaryFolder()
    #expect(unsafe symlink(BuiltProgram.root + "/datasets", folder.path + "/datasets") == 0)
    #expect(try BuiltProgram.shell("cd \"$0\"\n\(command)", [folder.path]).code == 0)
    let drawn = try text(of: folder.path + "/critical-path.svg")
    if Environment.ofProcess()["UPDATE_NOTEBOOKS"] == "1" {
      guard
        try FileTree.names(in: BuiltProgram.root + "/notebooks-md")?.contains("critical-path.svg") != true
          || text(of: path) != drawn
      else { return }
      try put(drawn, at: path)
      Issue.record("recorded critical-path.svg; look at it, then run again without UPDATE_NOTEBOOKS")
      return
    }
    #expect(try text(of: path) == drawn)
  }

  @Test("a page is cut at its commands and comes together again")
  func pieces() {
    let page = "a\n```console\n$ one | two\nx\n\ny\n$ three\n```\n```\n$ no\n```\n"
    let notebook = Notebook(page)
    #expect(notebook.page == page)
    #expect(
      notebook.pieces == [
        .text("a\n"), .text("```console\n"), .command("one | two", output: "x\n\ny\n"), .command("three", output: ""),
        .text("```\n"), .text("```\n"), .text("$ no\n"), .text("```\n"),
      ])
  }

  @Test("a command that fails shows its status")
  func status() throws {
    let notebook = try Notebook("```console\n$ echo no >&2; exit 3\n```\n").rerun(in: "/")
    #expect(notebook.page == "```console\n$ echo no >&2; exit 3\nno\n[status 3]\n```\n")
  }
}
