import Glibc
import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("A report folder")
struct ReportFolderTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test("is complete, ends with its first screen on stdout, and says nothing of the machine")
  func complete() throws {
    let outcome = try shop.run(["report", "now.jsonl", "--baseline", "before.jsonl", "-o", "out"])
    #expect(outcome.code == 0)
    #expect(outcome.out.hasPrefix("Incident "))
    let drawn = FileTree.names(in: shop.path + "/out")?.contains("dependencies.svg") == true
    #expect(
      FileTree.names(in: shop.path + "/out")
        == [
          "critical-path-diff.folded", "critical-path-diff.svg", "critical-path.folded", "critical-path.svg",
          "dependencies.dot", "dependencies.mmd",
        ] + (drawn ? ["dependencies.svg"] : [])
        + ["manifest.json", "report.json", "report.md"])
    var host = [CChar](repeating: 0, count: 256)
    #expect(unsafe gethostname(&host, host.count) == 0)
    let hostName = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let today = try BuiltProgram.shell("date -u +%Y-%m-%d").out.prefix(10)
    for (name, bytes) in try shop.bodies("out") {
      let body = String(decoding: bytes, as: UTF8.self)
      #expect(!body.isEmpty)
      for stranger in [shop.path, "now.jsonl", "before.jsonl", hostName, String(today)] {
        #expect(!body.contains(stranger), "\(name) tells \(stranger)")
      }
    }
    let manifest = String(decoding: try shop.bytes("out/manifest.json"), as: UTF8.self)
    #expect(manifest.contains("now.jsonl") && manifest.contains("before.jsonl") && manifest.contains("\"0.1.0\""))
  }

  @Test(
    "is the same whatever brings the spans: jobs, order of files, cuts, compression, a pipe",
    arguments: [
      "tracemill report --jobs 1 now.jsonl --baseline before.jsonl",
      "tracemill report --jobs 2 now.jsonl --baseline before.jsonl",
      "tracemill report --jobs 7 now.jsonl --baseline before.jsonl",
      "split -n l/2 now.jsonl part. && tracemill report part.aa part.ab --baseline before.jsonl",
      "split -n l/2 now.jsonl part. && tracemill report part.ab part.aa --baseline before.jsonl",
      "split -n l/9 now.jsonl part. && tracemill report 'part.*' --baseline before.jsonl",
      "mkdir d && split -n l/3 now.jsonl d/x && tracemill report d --baseline before.jsonl",
      "gzip -k now.jsonl && tracemill report now.jsonl.gz --baseline before.jsonl",
      "gzip -c before.jsonl > b && tracemill report - --baseline b < now.jsonl",
      "gzip -c now.jsonl | tracemill report - --baseline before.jsonl",
      "sort -r now.jsonl > turned && tracemill report turned --baseline before.jsonl",
      "cat now.jsonl now.jsonl | tracemill report - --baseline before.jsonl",
    ])
  func sameBytes(_ line: String) throws {
    let plain = try shop.run(["report", "now.jsonl", "--baseline", "before.jsonl", "--no-svg", "-o", "plain", "-q"])
    #expect(plain == BuiltProgram.Outcome(code: 0, out: "", err: ""))
    let outcome = try shop.shell(line + " --no-svg -o other -q")
    #expect(outcome == BuiltProgram.Outcome(code: 0, out: "", err: ""))
    let (expected, found) = (try shop.bodies("plain"), try shop.bodies("other"))
    #expect(expected.keys.sorted() == found.keys.sorted())
    // Spans that come twice are counted as such, in the report and nowhere else.
    let bodies = expected.keys.sorted().filter { !line.hasPrefix("cat") || !$0.hasPrefix("report.") }
    for name in bodies { #expect(expected[name] == found[name], "\(name)") }
  }

  @Test("that holds other files is left alone")
  func foreign() throws {
    #expect(try shop.shell("mkdir out && echo mine > out/notes.txt").code == 0)
    let outcome = try shop.run(["report", "now.jsonl", "-o", "out"])
    #expect(outcome.code == 2 && outcome.out == "")
    #expect(outcome.err.hasPrefix("error: out: the folder holds files that are not from tracemill; "))
    #expect(FileTree.names(in: shop.path + "/out") == ["notes.txt"])
  }

  @Test("that was there stays when the dump cannot be read")
  func kept() throws {
    #expect(try shop.run(["report", "now.jsonl", "-o", "out", "-q"]).code == 0)
    let before = try shop.bodies("out")
    let outcome = try shop.run(["report", "missing.jsonl", "-o", "out"])
    #expect(outcome.code == 2 && outcome.err.contains("missing.jsonl: "))
    #expect(try shop.bodies("out") == before)
    #expect(FileTree.names(in: shop.path) == ["before.jsonl", "now.jsonl", "out"])
  }

  @Test("is replaced when it is ours")
  func replaced() throws {
    #expect(try shop.run(["report", "before.jsonl", "-o", "out", "-q"]).code == 0)
    #expect(try shop.run(["report", "now.jsonl", "-o", "out", "-q", "--no-svg"]).code == 0)
    #expect(
      FileTree.names(in: shop.path + "/out")
        == [
          "critical-path.folded", "critical-path.svg", "dependencies.dot", "dependencies.mmd", "manifest.json",
          "report.json", "report.md",
        ])
  }

  @Test("of one dump has no word of a time before")
  func alone() throws {
    #expect(try shop.run(["report", "now.jsonl", "-o", "out", "-q", "--no-svg"]).code == 0)
    let report = String(decoding: try shop.bytes("out/report.md"), as: UTF8.self)
    #expect(report.contains("## Who is served\n") && !report.contains("→ now") && !report.contains(" before"))
  }
}
