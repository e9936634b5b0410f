import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("trace")
struct TraceCommandTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test("an id that many share is shown once, and said on stderr")
  func ambiguous() throws {
    let outcome = try shop.run(["trace", "1", "now.jsonl"])
    #expect(outcome.code == 0 && outcome.err.hasPrefix("warning: 1: "), "\(outcome.err)")
    #expect(outcome.err.contains("fit; this is that of trace 1"), "\(outcome.err)")
  }

  @Test(
    "what is not there is named",
    arguments: [
      ("--failed", "no span failed; leave out --failed\n"),
      (
        "ffffffffffff",
        "no trace or span of the dump has an id that begins so; is it the right dump? \"tracemill doctor\" tells what it holds\n"
      ),
    ])
  func nothing(_ choice: String, _ problem: String) throws {
    _ = try shop.shell("sed 's/\"code\":2/\"code\":1/g' before.jsonl > calm.jsonl")
    let outcome = try shop.run(["trace", choice, "calm.jsonl"])
    #expect(outcome.code == 2 && outcome.err == "error: calm.jsonl: " + problem, "\(outcome.err)")
  }

  @Test("an id counts as other tools print it: with 0x, with dashes, in capitals")
  func forms() throws {
    let listed = try shop.run(["trace", "--slowest", "now.jsonl", "-f", "json"])
    let id = try #require(listed.out.split(separator: "\"").first { $0.utf8.count == 32 })
    let dashed = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
      String(decoding: Array(id.utf8)[range], as: UTF8.self)
    }.joined(separator: "-")
    let expected = try shop.run(["trace", String(id), "now.jsonl"])
    #expect(expected.code == 0)
    for form in ["0x\(id)", dashed, id.uppercased(), "1-\(id.prefix(8))-\(id.dropFirst(8))"] {
      #expect(try shop.run(["trace", form, "now.jsonl"]).out == expected.out, "\(form)")
    }
    #expect(try shop.run(["trace", "--", "-12", "now.jsonl"]).code == 2)
  }

  @Test("--where finds the longest journey that meets a condition; --list lists all")
  func condition() throws {
    let list = try shop.run(["trace", "--where", "error = true", "--list", "now.jsonl", "-f", "json", "--top", "all"])
    #expect(list.code == 0 && list.out.hasPrefix(#"{"schema":"tracemill/journeys/1""#), "\(list.err)")
    let ids = list.out.split(separator: "\"").filter { $0.utf8.count == 32 }.map(String.init)
    #expect(ids.count > 1)
    let shown = try shop.run(["trace", "--where", "error = true", "now.jsonl", "-f", "json"])
    #expect(shown.code == 0 && ids.contains { shown.out.contains($0) }, "\(shown.err)")
    #expect(shown.err.contains("more journeys fit") && shown.err.contains("--list lists them"), "\(shown.err)")
    let top = try shop.run(["trace", "--where", "error = true", "--list", "now.jsonl", "--top", "1"])
    #expect(top.out.contains("more journeys not shown"), "\(top.out)")
    let slow = try shop.run(["trace", "--where", "duration > p95", "--list", "now.jsonl"])
    #expect(slow.code == 0)
    let none = try shop.run(["trace", "--where", "order.id = 17", "now.jsonl"])
    #expect(none.code == 2 && none.err.contains("no trace meets order.id = 17"), "\(none.err)")
  }

  @Test(
    "what is near a built-in key, or means one, is said",
    arguments: [
      ("durtion > 1s", 2, "\"durtion\" is no built-in key"), ("durtion > 1s", 2, "did you mean duration?"),
      ("status = error", 2, "did you mean error = true?"), ("duration > 1y", 2, "\"y\" is no unit of time"),
    ])
  func hints(_ condition: String, _ code: Int32, _ hint: String) throws {
    let outcome = try shop.run(["trace", "--where", condition, "now.jsonl"])
    #expect(outcome.code == code && outcome.err.contains(hint), "\(outcome.err)")
  }

  @Test("--slowest with --failed is the slowest that failed")
  func both() throws {
    let failed = try shop.run(["trace", "--failed", "now.jsonl"])
    #expect(try shop.run(["trace", "--slowest", "--failed", "now.jsonl"]) == failed)
  }
}
