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
    "an empty dump on either side is refused by name",
    arguments: [
      ("rank --baseline before.jsonl --incident empty.jsonl", "error: --incident empty.jsonl: it holds no spans"),
      ("rank --baseline empty.jsonl --incident now.jsonl", "error: --baseline empty.jsonl: it holds no spans"),
      ("rank empty.jsonl", "error: empty.jsonl: it holds no spans"),
      ("report now.jsonl --baseline empty.jsonl -o out --no-svg", "error: --baseline empty.jsonl: it holds no spans"),
      ("report empty.jsonl --baseline now.jsonl -o out --no-svg", "error: empty.jsonl: it holds no spans"),
      (
        "rank --baseline before.jsonl --incident now.jsonl --since 2027-01-01T00:00:00Z",
        "error: --baseline before.jsonl: nothing of it begins within --since and --until"
      ),
    ])
  func dump(_ command: String, _ problem: String) throws {
    let outcome = try shop.run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 2 && outcome.out == "", "\(outcome.out)")
    #expect(outcome.err.contains(problem), "\(outcome.err)")
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
