import TraceHistory
import Testing
import TracemillTesting

@testable import TracemillCommand

private let analyses = ["doctor", "red", "critical-path", "dependencies", "errors"]

@Suite("The program")
struct WholeProgramTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test("reads standard input as it reads a file, packed or not", arguments: analyses)
  func standardInput(_ command: String) throws {
    let file = try shop.run([command, "now.jsonl"])
    #expect(file.code == 0 && !file.out.isEmpty && file.err.isEmpty)
    #expect(try shop.run([command, "-"], input: try shop.bytes("now.jsonl")) == file)
    #expect(try shop.shell("gzip -c now.jsonl | tracemill \(command) -") == file)
  }

  @Test("prints the same for every number of jobs", arguments: analyses)
  func jobs(_ command: String) throws {
    let one = try shop.run([command, "--format", "json", "--jobs", "1", "now.jsonl"])
    #expect(one.code == 0 && one.out.hasPrefix("{\"schema\":\"tracemill/\(command)/1\""))
    for jobs in ["2", "7"] {
      #expect(try shop.run([command, "--format", "json", "--jobs", jobs, "now.jsonl"]) == one)
    }
  }

  @Test(
    "-f tsv has every table that Markdown has, and lines of as many fields as their head",
    arguments: [
      "red", "critical-path", "dependencies", "errors", "queues", "diff before.jsonl",
      "rank --baseline before.jsonl --incident",
      "bubbleup --where 'duration > 50ms'", "dependencies --view paths", "dependencies --view operations",
      "dependencies --diff before.jsonl", "critical-path --what-if all --slack",
    ])
  func tables(_ command: String) throws {
    let markdown = try shop.shell("tracemill \(command) now.jsonl --top all -f md")
    let tsv = try shop.shell("tracemill \(command) now.jsonl --top all -f tsv")
    #expect(markdown.code == 0 && tsv.code == 0, "\(tsv.err)")
    let lines = markdown.out.split(separator: "\n", omittingEmptySubsequences: false)
    // A rule with a row below it.
    let rules = zip(lines, lines.dropFirst()).count { rule, row in
      rule.hasPrefix("| -") && rule.allSatisfy { "|-: ".contains($0) } && row.hasPrefix("| ")
    }
    let blocks = tsv.out.split(separator: "\n\n")
    #expect(blocks.count == rules && rules > 0)
    for block in blocks {
      let fields = block.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).count
      }
      #expect(block.hasPrefix("table\t") && fields.count > 1 && Set(fields).count == 1, "\(block.prefix(200))")
    }
  }

  @Test(
    "a format that a command does not have is refused by name",
    arguments: [("red", "svg"), ("trace --slowest", "tsv"), ("diff before.jsonl", "folded")])
  func formats(_ command: String, _ format: String) throws {
    let outcome = try shop.shell("tracemill \(command) now.jsonl -f \(format)")
    #expect(outcome.code == 2 && outcome.err.contains("\"\(format)\" is not a value it knows"), "\(outcome.err)")
  }

  @Test("what -f tsv leaves out is said on stderr")
  func hidden() throws {
    let outcome = try shop.run(["red", "now.jsonl", "--top", "1", "-f", "tsv"])
    #expect(outcome.code == 0 && outcome.err.contains("more operations not shown") && outcome.err.contains("--top all"))
  }

  @Test("names the file that is not there", arguments: ["missing.jsonl", "no/such/*.jsonl", "d"])
  func missing(_ path: String) throws {
    #expect(try shop.shell("mkdir d").code == 0)
    let outcome = try shop.run(["red", path])
    #expect(outcome.code == 2 && outcome.out == "")
    #expect(outcome.err.hasPrefix("error: \(path): "))
    #expect(outcome.err.split(separator: "\n").count == 1)
  }

  @Test("says of an empty dump that there are no spans, and ends with 3", arguments: analyses)
  func empty(_ command: String) throws {
    let outcome = try shop.shell(": > empty.jsonl; tracemill \(command) empty.jsonl")
    #expect(outcome.code == 3 && !outcome.out.isEmpty)
    #expect(outcome.err.hasPrefix("warning: empty.jsonl: no spans were found; "))
  }

  @Test(
    "ends with 3 on garbage, and says where it begins",
    arguments: [
      "not json at all", "{\"a\":", "\u{1}\u{2}\u{3}\u{4}", "<html><body>Sign in</body></html>",
    ])
  func garbage(_ text: String) throws {
    try put(text + "\n", at: shop.path + "/garbage.jsonl")
    let outcome = try shop.run(["red", "garbage.jsonl"])
    #expect(outcome.code == 3)
    #expect(outcome.err.contains("(the first: garbage.jsonl: byte 0, line 1: "))
  }

  @Test("counts a bad line, ends with 3 only when that is asked for, and lists it")
  func strict() throws {
    try put(
      String(decoding: try shop.bytes("now.jsonl"), as: UTF8.self) + "{\"resourceSpans\":[{]}\n",
      at: shop.path + "/bad.jsonl")
    let dump = try shop.bytes("now.jsonl")
    let (offset, line) = (dump.count, dump.count { $0 == 0x0A } + 1)
    let lenient = try shop.run(["red", "bad.jsonl", "--rejects", "rejects.jsonl"])
    let clean = try shop.run(["red", "now.jsonl"])
    #expect(lenient.code == 0 && lenient.out == clean.out)
    #expect(
      lenient.err.hasPrefix(
        "warning: 1 value or span was rejected (the first: bad.jsonl: byte \(offset), line \(line): "))
    let rejects = String(decoding: try shop.bytes("rejects.jsonl"), as: UTF8.self)
    #expect(rejects.hasPrefix("{\"input\":\"bad.jsonl\",\"offset\":\(offset)") && rejects.hasSuffix("}\n"))
    let strict = try shop.run(["red", "bad.jsonl", "--strict"])
    #expect(strict.code == 3 && strict.out == clean.out)
    #expect(try shop.run(["red", "bad.jsonl", "--max-rejected", "0"]).code == 3)
    #expect(try shop.run(["red", "now.jsonl", "--strict"]) == clean)
  }

  @Test("ends quietly when its reader has gone", arguments: ["red now.jsonl", "synth --requests 2000", "help json"])
  func brokenPipe(_ command: String) throws {
    let outcome = try shop.shell("{ tracemill \(command); echo \"status $?\" >&2; } | head -c 1")
    #expect(outcome.out.utf8.count == 1)
    #expect(outcome.err == "status 0\n")
  }

  @Test(
    "names the nearest flag and command",
    arguments: [
      ("red --fromat json now.jsonl", "--format"), ("report now.jsonl --ouput x", "--output"),
      ("report now.jsonl --base before.jsonl -o x", "--baseline"), ("dependancies now.jsonl", "dependencies"),
      ("critcal-path now.jsonl", "critical-path"),
    ])
  func nearest(_ line: String, _ near: String) throws {
    let outcome = try shop.shell("tracemill \(line)")
    #expect(outcome.code == 2 && outcome.out == "")
    #expect(outcome.err.hasPrefix("error: ") && outcome.err.contains("did you mean \(near)"))
  }

  @Test("exports tables that agree with its own figures")
  func export() throws {
    let outcome = try shop.run(["export", "--sqlite", "spans.db", "now.jsonl"])
    #expect(outcome == BuiltProgram.Outcome(code: 0, out: "", err: ""))
    let database = try Database(path: shop.path + "/spans.db", access: .readOnly)
    let doctor = try shop.run(["doctor", "--format", "json", "now.jsonl"]).out
    let spans = try #require(try database.integer("SELECT count(*) FROM spans"))
    let traces = try #require(try database.integer("SELECT count(*) FROM traces"))
    #expect(spans > 500 && doctor.contains("\"distinct\":\(spans)") && doctor.contains("\"traces\":\(traces)"))
    let slow = try database.integer(
      "SELECT count(*) FROM spans WHERE service = 'inventory' AND json_extract(attributes, '$.\"db.system.name\"') = 'postgresql'"
    )
    #expect((slow ?? 0) > 0)
    let total = try database.integer("SELECT sum(duration_ns) FROM spans")
    #expect(doctor.contains("\"totalDurationNs\":\(total ?? -1)"))
  }

  @Test("refuses to export over a file that is not its own")
  func exportForeign() throws {
    try put("mine", at: shop.path + "/spans.db")
    let outcome = try shop.run(["export", "--sqlite", "spans.db", "now.jsonl"])
    #expect(outcome.code == 2 && outcome.err.hasPrefix("error: spans.db: "))
    #expect(try text(of: shop.path + "/spans.db") == "mine")
  }

  @Test("has a line in the README for every command")
  func readme() throws {
    let lines = try text(of: BuiltProgram.root + "/README.md").split(separator: "\n")
    let builtIn = ["help", "man", "completions"]
    for name in Tracemill.program.manual.commands.map(\.name) where !builtIn.contains(name) {
      #expect(lines.contains { $0.hasPrefix("| `\(name)") }, "\(name)")
    }
  }

  @Test("takes every flag that its own examples use")
  func examples() throws {
    for command in Tracemill.program.manual.commands {
      let help = try shop.run(["help", command.name]).out
      for example in command.examples {
        for word in example.line.split(separator: " ") where word.hasPrefix("-") && word.count > 1 {
          guard !example.line.contains("| ") || word != "-Tsvg" else { continue }
          #expect(help.contains(word), "\(example.line)")
        }
      }
    }
  }
}
