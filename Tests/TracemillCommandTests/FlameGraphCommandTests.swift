import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("Flame graphs of the command")
struct FlameGraphCommandTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test("folded stacks add up to the durations of all responses")
  func folded() throws {
    let folded = try shop.run(["critical-path", "-f", "folded", "now.jsonl"])
    #expect(folded.code == 0 && folded.err == "")
    let total = folded.out.split(separator: "\n").reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
    let json = try shop.run(["critical-path", "-f", "json", "now.jsonl"]).out
    let sums = json.firstMatch(of: /"aggregate":(.*)"completionAggregate"/)?.1.matches(of: /"totalNs":([0-9]+),"p50Ns"/)
    #expect(total > 0 && total == sums?.reduce(0) { $0 + (Int($1.1) ?? 0) })
  }

  @Test("--diff in JSON has the aggregate of both; in Markdown what does not compare says that it is of now")
  func differenceInTables() throws {
    let plain = try shop.run(["critical-path", "-f", "json", "now.jsonl"]).out
    let before = try shop.run(["critical-path", "-f", "json", "before.jsonl"]).out
    let both = try shop.run(["critical-path", "-f", "json", "--diff", "before.jsonl", "now.jsonl"])
    let (earlier, now) = (try #require(aggregate(of: before)), try #require(aggregate(of: plain)))
    #expect(both.code == 0 && both.out.contains("\"baseline\":{\"responseCount\":") && both.out.contains(earlier + "}"))
    #expect(both.out.contains(now) && !plain.contains("\"baseline\""))
    let tables = try shop.run(["critical-path", "--diff", "before.jsonl", "now.jsonl"]).out
    let headings = tables.split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(headings.first == "# Where time goes" && headings.dropFirst().prefix(1) == ["## Slowest responses now"])
    #expect(headings.filter { $0.hasPrefix("# ") }.dropFirst().allSatisfy { $0.hasSuffix(" (now)") }, "\(headings)")
  }

  /// The member `aggregate` of a result, as it stands there.
  private func aggregate(of json: String) -> String? {
    guard let start = json.firstRange(of: "\"aggregate\":["), let end = json.firstRange(of: ",\"completionAggregate\"")
    else { return nil }
    return String(json[start.lowerBound..<end.lowerBound])
  }

  @Test("a difference between dumps, or between bands, is red and blue; both sides are named")
  func difference() throws {
    let dumps = try shop.run(["critical-path", "-f", "svg", "--diff", "before.jsonl", "now.jsonl"])
    #expect(dumps.code == 0 && dumps.out.contains(">Critical paths, before → now<") && dumps.out.contains("#b2182b"))
    let bands = try shop.run([
      "critical-path", "-f", "svg", "--entry", "gateway:POST /checkout", "--band", "p50-95", "--against", "p0-50",
      "now.jsonl",
    ])
    #expect(bands.code == 0 && bands.out.contains("gateway POST /checkout, p0-50 → p50-95<"))
    let lines = try shop.run(["critical-path", "-f", "folded", "--diff", "now.jsonl", "now.jsonl"]).out
    for line in lines.split(separator: "\n") {
      let counts = line.split(separator: " ").suffix(2)
      #expect(counts.first == counts.last)
    }
  }

  @Test("without such an entry point there is nothing to show")
  func none() throws {
    let outcome = try shop.run(["critical-path", "-f", "svg", "--entry", "nobody", "now.jsonl"])
    #expect(outcome.code == 0 && outcome.out.contains("There is no time to show."))
    #expect(try shop.run(["critical-path", "-f", "folded", "--entry", "nobody", "now.jsonl"]).out.isEmpty)
  }

  @Test(
    "what cannot be done is said",
    arguments: [
      (["--band", "p99"], "did you mean p99-100?"), (["--band", "p0-50"], "only flame graphs know it"),
      (["-f", "svg", "--against", "p0-50"], "the band to compare is missing"),
      (["-f", "svg", "--band", "p0-50", "--against", "p50-95", "--diff", "before.jsonl"], "two differences"),
    ])
  func usage(_ arguments: [String], _ message: String) throws {
    let outcome = try shop.run(["critical-path", "now.jsonl"] + arguments)
    #expect(outcome.code == 2 && outcome.out == "" && outcome.err.contains(message), "\(outcome.err)")
  }
}
