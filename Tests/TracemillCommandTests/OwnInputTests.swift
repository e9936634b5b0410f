import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("An output that is an input of the same run is refused")
struct OwnInputTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test(
    "before anything is opened for writing",
    arguments: [
      ("doctor now.jsonl --rejects now.jsonl", "error: --rejects: now.jsonl is an input of this run"),
      ("red now.jsonl --rejects ./now.jsonl", "error: --rejects: ./now.jsonl is an input of this run"),
      ("red . --rejects before.jsonl", "error: --rejects: before.jsonl is an input of this run"),
      ("red '*.jsonl' --rejects before.jsonl", "error: --rejects: before.jsonl is an input of this run"),
      ("red now.jsonl --rejects hard", "error: --rejects: hard is an input of this run"),
      ("red soft --rejects now.jsonl", "error: --rejects: now.jsonl is an input of this run"),
      ("export now.jsonl --sqlite now.jsonl", "error: --sqlite: now.jsonl is an input of this run"),
      ("diff before.jsonl now.jsonl --rejects before.jsonl", "error: --rejects: before.jsonl is an input of this run"),
      ("rank --baseline before.jsonl --incident now.jsonl --rejects now.jsonl", "error: --rejects: now.jsonl is"),
      (
        "rank --baseline before.jsonl --incident now.jsonl --logs log --rejects log",
        "error: --rejects: log is an input"
      ),
      ("report now.jsonl --baseline before.jsonl --rejects before.jsonl -o out", "error: --rejects: before.jsonl is"),
      ("red - --rejects now.jsonl < now.jsonl", "error: --rejects: now.jsonl is an input of this run"),
      ("red now.jsonl >> now.jsonl", "error: standard output: it leads into an input of this run"),
      ("report now.jsonl --config set --rejects set -o out", "error: --rejects: set is an input of this run"),
      ("synth --requests 3 -o x --truth ./x", "error: --truth: ./x is written by -o too"),
      ("export now.jsonl --sqlite x --rejects x", "is written by --"),
    ])
  func refused(_ command: String, _ sentence: String) throws {
    let outcome = try shop.shell(
      """
      ln now.jsonl hard; ln -s now.jsonl soft; cp now.jsonl log; echo 'top = 20' > set; cat *.jsonl log set | cksum > was
      tracemill \(command); code=$?
      cat *.jsonl log set | cksum | cmp - was && exit $code
      """)
    #expect(outcome.code == 2, "\(outcome.out)")
    #expect(outcome.err.contains(sentence), "\(outcome.err)")
    #expect(!shop.folder.names.contains("out") && !shop.folder.names.contains("x"))
  }

  @Test("a flag that is overridden names no output, and devices may come twice")
  func allowed() throws {
    let outcome = try shop.shell(
      "TRACEMILL_REJECTS=now.jsonl tracemill red now.jsonl --rejects other > /dev/null && tracemill export now.jsonl --sqlite x --rejects /dev/null"
    )
    #expect(outcome.code == 0, "\(outcome.err)")
  }

  @Test(
    "what is rejected of both sides is listed in one file",
    arguments: ["report now --baseline old -o out --no-svg", "diff old now"])
  func bothSides(_ command: String) throws {
    let outcome = try shop.shell(
      """
      (cat now.jsonl; echo nonsense one) > now; (echo nonsense two; cat before.jsonl) > old
      tracemill \(command) --rejects r -q > /dev/null; sort r | cut -d, -f1
      """)
    #expect(outcome.out == "{\"input\":\"now\"\n{\"input\":\"old\"\n", "\(outcome.err)")
  }

  @Test("the files of a report are no input of the report that replaces it; a dump of the user beside them is")
  func reportFolder() throws {
    #expect(try shop.run(["report", "now.jsonl", "-o", "out", "-q", "--no-svg"]).code == 0)
    let before = try shop.bodies("out")
    let outcome = try shop.run(["report", "now.jsonl", "--logs", "out/report.json", "-o", "out", "--no-svg"])
    #expect(outcome.code == 2 && outcome.err.contains("out/report.json: it is an input of this run"), "\(outcome.err)")
    #expect(try shop.bodies("out") == before)
    #expect(try shop.shell("cp before.jsonl out/mine.jsonl; echo text > out/notes.txt").code == 0)
    #expect(try shop.run(["report", "out/mine.jsonl", "-o", "out", "-q", "--no-svg"]).code == 0)
    #expect(try shop.bytes("out/mine.jsonl") == shop.bytes("before.jsonl"))
    #expect(try text(of: shop.path + "/out/notes.txt") == "text\n")
  }
}
