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

  @Test("--slowest with --failed is the slowest that failed")
  func both() throws {
    let failed = try shop.run(["trace", "--failed", "now.jsonl"])
    #expect(try shop.run(["trace", "--slowest", "--failed", "now.jsonl"]) == failed)
  }
}
