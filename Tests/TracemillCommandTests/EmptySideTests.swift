import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// Comparisons of which one side holds nothing: never "no incident", never status 0.
@Suite("A comparison with nothing")
struct EmptySideTests {
  let shop: SmallShop
  init() throws {
    shop = try SmallShop()
    _ = try shop.shell(": > empty.jsonl")
  }

  @Test(
    "a window that leaves nothing on one side is refused, with what the dump holds",
    arguments: [
      ("-10m..", "holds the whole dump (2026-03-15 10:00:0"),
      ("2027-01-01T00:00:00Z..2027-01-02T00:00:00Z", "lies outside the dump, which holds 2026-03-15 10:00:0"),
      ("..2026-01-01T00:00:00Z", "lies outside the dump"),
    ])
  func window(_ window: String, _ problem: String) throws {
    for command in [["rank", "now.jsonl"], ["report", "now.jsonl", "-o", "out", "--no-svg"]] {
      let outcome = try shop.run(command + ["--window", window])
      #expect(outcome.code == 2 && outcome.out == "", "\(command) \(outcome.out)")
      #expect(outcome.err.hasPrefix("error: --window: ") && outcome.err.contains(problem), "\(outcome.err)")
    }
    #expect(FileTree.names(in: shop.path + "/out") ?? [] == [])
  }

  @Test(
    "an empty dump on either side is named, nothing is concluded, and the status is 3, quiet or not",
    arguments: [
      ("rank --baseline before.jsonl --incident empty.jsonl -f json", "--incident empty.jsonl: it holds no spans"),
      ("rank --baseline empty.jsonl --incident now.jsonl -f json", "--baseline empty.jsonl: it holds no spans"),
      ("rank empty.jsonl -f json", "empty.jsonl: it holds no spans"),
      ("rank empty.jsonl --window -1m.. -f json", "empty.jsonl: it holds no spans"),
    ])
  func ranked(_ command: String, _ problem: String) throws {
    let outcome = try shop.run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 3 && outcome.err.contains("warning: " + problem), "\(outcome.err)")
    #expect(
      outcome.out.contains(#""verdict":"unclear""#) && outcome.out.contains(#""candidates":[]"#), "\(outcome.out)")
    #expect(try shop.run(command.split(separator: " ").map(String.init) + ["-q"]).code == 3)
  }

  @Test(
    "a report with an empty side is written whole, without a comparison, and the status is 3",
    arguments: [
      "now.jsonl --baseline empty.jsonl", "empty.jsonl --baseline now.jsonl", "empty.jsonl --window -1m..",
      "empty.jsonl",
    ])
  func reported(_ dumps: String) throws {
    let outcome = try shop.run(
      ["report"] + dumps.split(separator: " ").map(String.init) + ["-o", "out", "--no-svg", "-q"])
    #expect(outcome.code == 3, "\(outcome.err)")
    #expect((FileTree.names(in: shop.path + "/out") ?? []).contains("manifest.json"))
  }

  @Test(
    "a dump without a span is status 3 in every command, quiet or not, and its output is printed",
    arguments: [
      "doctor", "red", "errors", "queues", "dependencies", "critical-path", "dependencies --view paths",
      "bubbleup --where error=true",
    ])
  func nothingRead(_ command: String) throws {
    for quiet in [[], ["-q"]] {
      let outcome = try shop.run(
        command.split(separator: " ").map(String.init) + ["empty.jsonl", "-f", "json"] + quiet)
      #expect(outcome.code == 3 && outcome.out.hasPrefix("{"), "\(command) \(outcome.err)")
    }
  }

  @Test("spans rejected one by one count into the share")
  func rejectedSpans() throws {
    _ = try shop.shell(
      #"""
      { printf '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}}]},"scopeSpans":[{"spans":[{"name":"no ids"}'
      for i in 1 2 3 4; do printf ',{"traceId":"0000000000000000000000000000000%s","spanId":"000000000000000%s","startTimeUnixNano":"1","endTimeUnixNano":"2"}' $i $i; done
      printf ']}]}]}\n'; } > fifth.jsonl
      """#)
    #expect(try shop.run(["red", "fifth.jsonl", "-q"]).code == 3)
    #expect(try shop.run(["red", "fifth.jsonl", "-q", "--max-rejected", "20%"]).code == 0)
  }

  @Test("--since and --until that leave nothing of a side are refused by name")
  func cut() throws {
    let outcome = try shop.run([
      "rank", "--baseline", "before.jsonl", "--incident", "now.jsonl", "--since", "2027-01-01T00:00:00Z",
    ])
    #expect(outcome.code == 2 && outcome.out == "", "\(outcome.out)")
    #expect(outcome.err.contains("error: --baseline before.jsonl: nothing of it begins within --since and --until"))
  }

  @Test(
    "times of day are on the day of the dump; a range from a report's title works",
    arguments: [
      "10:00:02..10:00:06", "10:00:02Z..10:00:06Z", "2026-03-15 10:00:02..10:00:06", "2026-03-15 10:00:02–10:00:06Z",
      "2026-03-15 10:00:02–10:00:06Z, 4 s", "2026-03-15 10:00:02Z – 2026-03-15 10:00:06Z",
    ])
  func timesOfDay(_ window: String) throws {
    let plain = ["rank", "now.jsonl", "-f", "json", "--window"]
    let expected = try shop.run(plain + ["2026-03-15T10:00:02Z..2026-03-15T10:00:06Z"])
    #expect(expected.code == 0 && !expected.out.isEmpty, "\(expected.err)")
    #expect(try shop.run(plain + [window]) == expected)
  }

  @Test("a time of day that no day of the dump has is refused with what the dump holds")
  func noDay() throws {
    let none = try shop.run(["rank", "now.jsonl", "--window", "03:00..03:10"])
    #expect(none.code == 2 && none.err.contains("lies outside the dump"), "\(none.err)")
  }

  @Test("a window beside a baseline needs nothing outside it")
  func windowAndBaseline() throws {
    let outcome = try shop.run([
      "report", "now.jsonl", "--baseline", "before.jsonl", "--window", "-10m..", "-o", "out", "--no-svg", "-q",
    ])
    #expect(outcome.code == 0, "\(outcome.err)")
  }

  @Test(
    "--since behind --until is a mistake, whatever the dump", arguments: ["red now.jsonl", "logs --logs now.jsonl"])
  func limits(_ command: String) throws {
    let outcome = try shop.run(
      command.split(separator: " ").map(String.init) + ["--since", "-10s", "--until", "-20s"])
    #expect(outcome.code == 2, "\(outcome.out)")
    #expect(outcome.err == "error: --since: nothing lies between -10s..-20s; --since must be earlier than --until\n")
  }

  @Test("where --since and --until leave nothing of a dump, that is said")
  func nothingLeft() throws {
    let outcome = try shop.run(["red", "now.jsonl", "--since", "2027-01-01T00:00:00Z"])
    #expect(outcome.code == 0)
    #expect(
      outcome.err.hasPrefix("warning: --since: 2027-01-01T00:00:00Z.. lies outside the dump, which holds 2026-03-15"))
  }

  @Test("an assertion about nothing does not hold, one that can select nothing is a mistake")
  func assertions() throws {
    let empty = try shop.run(["diff", "now.jsonl", "empty.jsonl", "-q", "--assert", "errors(*) <= 1%"])
    #expect(empty.code == 1)
    #expect(empty.err == "error: errors(*) <= 1% does not hold: the dump now has no calls at all\n")
    let edges = try shop.run(["diff", "empty.jsonl", "now.jsonl", "-q", "--assert", "edges(gone) = 0"])
    #expect(edges.code == 1 && edges.err.contains("the dump before has no calls to compare with"), "\(edges.err)")
    let unknown = try shop.run(["diff", "before.jsonl", "now.jsonl", "--assert", "errors(gatway) <= 1%"])
    #expect(unknown.code == 2 && unknown.out == "")
    #expect(unknown.err.contains("neither dump has spans of \"gatway\"; did you mean \"gateway\"?"), "\(unknown.err)")
  }
}
