import SyntheticTraces
import Testing

@Suite("Scenarios that cannot be run say why")
struct ScenarioTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var scenario: SyntheticScenario
    var error: ScenarioError
  }

  static let cases = [
    Case(
      testDescription: "an unknown fault", scenario: SyntheticScenario(faults: [.init("gremlins")]),
      error: .unknownFault("gremlins")),
    Case(
      testDescription: "an unknown service", scenario: SyntheticScenario(faults: [.init("exceptions", service: "x")]),
      error: .unknownService("x")),
    Case(
      testDescription: "an operation of another service",
      scenario: SyntheticScenario(faults: [.init("exceptions", service: "cart", operation: "POST /orders")]),
      error: .unknownOperation("POST /orders", service: "cart")),
    Case(
      testDescription: "an operation of nobody",
      scenario: SyntheticScenario(faults: [.init("exceptions", operation: "POST /orders")]),
      error: .operationWithoutService("POST /orders")),
    Case(
      testDescription: "a database that is not there",
      scenario: SyntheticScenario(faults: [.init("slow-database", service: "gateway")]),
      error: .faultCannotHit(fault: "slow-database", target: "gateway")),
    Case(
      testDescription: "times swapped",
      scenario: SyntheticScenario(faults: [.init("exceptions", onsetSeconds: 9, clearedSeconds: 3)]),
      error: .faultEndsBeforeItStarts("exceptions")),
    Case(
      testDescription: "no traffic", scenario: SyntheticScenario(requestsPerMinute: 0), error: .notPositive("rate")),
    Case(
      testDescription: "no time", scenario: SyntheticScenario(length: .seconds(0)),
      error: .notPositive("length in seconds")),
  ]

  @Test("refused", arguments: cases)
  func refused(_ c: Case) {
    #expect(throws: c.error) { try SyntheticSystem.check(c.scenario) }
    #expect(c.error.description.contains(": "))
  }

  @Test("every fault has a name of its own, a sentence, and runs against its own target")
  func faults() throws {
    #expect(Set(Fault.all.map(\.name)).count == Fault.all.count)
    for fault in Fault.all {
      #expect(fault.sentence.hasSuffix("."))
      #expect(Fault.named(fault.name)?.sentence == fault.sentence)
      try SyntheticSystem.check(SyntheticScenario(faults: [.init(fault.name)]))
    }
    #expect(Fault.named("gremlins") == nil)
  }
}
