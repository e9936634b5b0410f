import Testing
import TracemillTesting

@testable import TracemillCommand

/// What-if against a shop in which the operation really became faster or slower.
@Suite("What-if against truth")
struct WhatIfTruthTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var change: String
    /// Spans within the operation that the shop counts as its own time.
    var parts: [String] = []
    var entry: String
    var testDescription: String { change }
  }

  static let cases: [Case] = [
    Case(change: "inventory:GET /catalogue=-50%", entry: "gateway GET /products"),
    Case(change: "inventory:GET /catalogue/{id}=-90%", entry: "gateway GET /products/{id}"),
    Case(change: "cart:GET /carts/{user}=+200%", entry: "gateway GET /products/{id}"),
    Case(change: "checkout:GET /orders/{id}=-50%", entry: "gateway GET /orders/{id}"),
    Case(change: "inventory:shop.inventory.v1.Stock/Availability=-50%", entry: "gateway POST /cart/items"),
    Case(change: "checkout:POST /orders=-50%", parts: ["checkout:order.price"], entry: "gateway POST /checkout"),
    Case(change: "mail:process orders=-50%", parts: ["mail:template.render"], entry: "mail process orders"),
  ]

  @Test("p50 and p95 are predicted within 5 %", arguments: cases)
  func truth(_ c: Case) throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: [String]) throws -> String {
      let outcome = try BuiltProgram.run(arguments, in: folder.path)
      guard outcome.code == 0 else { throw UsageError(outcome.err) }
      return outcome.out
    }
    let synth = ["synth", "--seed", "5", "--requests", "150"]
    _ = try run(synth + ["-o", "as-it-is.jsonl"])
    _ = try run(synth + ["--own-time", c.change, "-o", "changed.jsonl"])
    let share = c.change.split(separator: "=").last.map(String.init) ?? ""
    let changes = [c.change] + c.parts.map { $0 + "=" + share }
    let predicted = try run(
      ["critical-path", "--top", "all", "as-it-is.jsonl"] + changes.flatMap { ["--what-if", $0] })
    let truth = try run(["critical-path", "--top", "all", "--what-if", c.change, "changed.jsonl"])
    for column in [2, 3] {
      let before = try #require(Self.durations(predicted, entry: c.entry, column: column).first)
      let after = try #require(Self.durations(predicted, entry: c.entry, column: column).last)
      let real = try #require(Self.durations(truth, entry: c.entry, column: column).first)
      #expect((after - real).magnitude <= real / 20, "\(after) against \(real) ms, \(before) before")
    }
  }

  /// Before and after, in ms, of a cell `5.54 ms → 4.23 ms ▼×0.764` in the table "Responses".
  static func durations(_ markdown: String, entry: String, column: Int) -> [Double] {
    let rows = markdown.split(separator: "\n").drop { $0 != "## Responses" }
    guard let line = rows.first(where: { $0.contains("| `\(entry)`") }) else { return [] }
    let cell = line.split(separator: "|").map(String.init)[column]
    var values: [Double] = []
    let words = cell.split(separator: " ")
    let units = ["ns": 1e-6, "µs": 1e-3, "ms": 1, "s": 1e3]
    for (number, unit) in zip(words, words.dropFirst()) {
      if let value = Double(number), let scale = units[String(unit)] { values.append(value * scale) }
    }
    return values
  }
}
