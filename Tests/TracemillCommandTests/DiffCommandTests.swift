import Testing
import TraceAnalysis
import TracemillTesting

@testable import TracemillCommand

@Suite("diff")
struct DiffCommandTests {
  @Test(
    "an assertion is METRIC(SELECTOR) OP NUMBER",
    arguments: [
      ("p95(checkout) <= 1.1x", .p95, .service("checkout"), .lessOrEqual, .timesBefore(millionths: 1_100_000)),
      ("errors(*)<=1%", .errors, .everything, .lessOrEqual, .share(millionths: 10_000)),
      ("edges(added) = 0", .edges, .edges(.added), .equal, .number(millionths: 0)),
      (
        "p50( a:GET /x(y) )  < 250ms", .p50, .operation(service: "a", operation: "GET /x(y)"), .less,
        .duration(nanoseconds: 250_000_000)
      ),
      ("mean(a\\:b) > 1.5s", .mean, .service("a:b"), .greater, .duration(nanoseconds: 1_500_000_000)),
      ("calls(a) != 3", .calls, .service("a"), .unequal, .number(millionths: 3_000_000)),
      ("rate(a) >= 0.5", .rate, .service("a"), .greaterOrEqual, .number(millionths: 500_000)),
    ]
      as [(
        String, DumpAssertion.Metric, DumpAssertion.Selector, DumpAssertion.Relation, DumpAssertion.Limit
      )])
  func grammar(
    _ text: String, _ metric: DumpAssertion.Metric, _ selector: DumpAssertion.Selector,
    _ relation: DumpAssertion.Relation, _ limit: DumpAssertion.Limit
  ) throws {
    #expect(
      try AssertionValue.parse(text)
        == DumpAssertion(text: text, metric: metric, selector: selector, relation: relation, limit: limit))
  }

  @Test(
    "a malformed assertion says what is wrong and what to write",
    arguments: [
      ("p9(x) < 1ms", "\"p9\" is no metric", "p95"), ("p95 < 1ms", "has no (SELECTOR)", "'p95(checkout) <= 1.1x'"),
      ("p95(x) =< 1ms", "\"=<\" is no comparison", "did you mean <=?"), ("p95(x) < 1", "is no duration", "250ms"),
      ("p95() < 1ms", "selects nothing", "SERVICE:OPERATION"), ("edges(new) = 0", "means nothing", "edges(added)"),
      ("errors(x) < 150%", "not from 0% to 100%", "share"), ("calls(x) <", "lacks the number", "edges(added) = 0"),
      ("calls(x) < 1.2.3", "is no number", "count"), ("p95(x) 3ms", "compares nothing", "METRIC(SELECTOR)"),
      ("calls(x:) < 1", "lacks a service or operation", "SERVICE:OPERATION"), ("", "has no (SELECTOR)", "write"),
    ])
  func malformed(_ text: String, _ problem: String, _ remedy: String) {
    do {
      _ = try AssertionValue.parse(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.problem.contains(problem), "\(error)")
      #expect(error.remedy.contains(remedy), "\(error)")
    }
  }

  @Test("assertions that fail are a line each on stderr and status 1; the result is printed all the same")
  func gate() throws {
    let shop = try SmallShop()
    let diff = ["diff", "before.jsonl", "now.jsonl", "--format", "json"]
    let plain = try shop.run(diff)
    #expect(plain.code == 0 && plain.err == "" && plain.out.hasPrefix("{\"schema\":\"tracemill/diff/1\""))
    let held = try shop.run(diff + ["--assert", "calls(*) > 10"])
    #expect(held == plain)
    let failed = try shop.run(diff + ["--assert", "calls(*) < 10", "--assert", "p50(gateway) <= 1ns", "--quiet"])
    #expect(failed.code == 1 && failed.out == plain.out)
    #expect(failed.err.split(separator: "\n").count == 2)
    #expect(failed.err.hasPrefix("error: calls(*) < 10 does not hold: calls of all requests is "))
    let malformed = try shop.run(diff + ["--assert", "calls < 10"])
    #expect(malformed.code == 2 && malformed.out == "" && malformed.err.hasPrefix("error: --assert: "))
  }

  @Test("a dump beside itself: nothing is new, gone or changed, in any number of jobs")
  func itself() throws {
    let shop = try SmallShop()
    let one = try shop.run(["diff", "now.jsonl", "now.jsonl", "--format", "json", "--jobs", "1"])
    #expect(one.code == 0 && one.out.contains("\"edgeCounts\":{\"added\":0,\"gone\":0,\"changed\":0,"))
    #expect(try shop.run(["diff", "now.jsonl", "now.jsonl", "--format", "json", "--jobs", "5"]) == one)
    #expect(try shop.run(["diff", "now.jsonl", "now.jsonl", "--format", "dot"]).out.hasPrefix("digraph"))
    let edges = try shop.run(["dependencies", "now.jsonl", "--diff", "before.jsonl", "--format", "json"])
    #expect(edges.code == 0 && edges.out.contains("\"diff\":{\"roots\":"))
    let view = try shop.run(["dependencies", "now.jsonl", "--diff", "before.jsonl", "--view", "paths"])
    #expect(view.code == 2 && view.err.hasPrefix("error: --diff: "))
  }
}
