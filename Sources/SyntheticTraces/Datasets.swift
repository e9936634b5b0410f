/// A dump that is kept in `datasets/`, with the scenario that makes it.
public struct SyntheticDataset: Sendable {
  /// Path below `datasets/`, without an extension: `checkout/incident`.
  public var name: String
  public var scenario: SyntheticScenario

  public static let all: [SyntheticDataset] = [
    SyntheticDataset(
      name: "checkout/baseline",
      scenario: SyntheticScenario(seed: 101, length: .seconds(600), requestsPerMinute: 140)),
    SyntheticDataset(
      name: "checkout/incident",
      scenario: SyntheticScenario(
        seed: 102, length: .seconds(600), requestsPerMinute: 140,
        faults: [.init("slow-database", service: "inventory", onsetSeconds: 200, clearedSeconds: 520)],
        startUnixNano: SyntheticScenario.standardStart + 1_200_000_000_000)),
    SyntheticDataset(
      name: "phantom/incident",
      scenario: SyntheticScenario(
        seed: 103, length: .seconds(300), requestsPerMinute: 280,
        faults: [.init("reordered-acknowledgements", onsetSeconds: 100)])),
    SyntheticDataset(
      name: "provider/incident",
      scenario: SyntheticScenario(
        seed: 104, length: .seconds(300), requestsPerMinute: 200,
        faults: [.init("failing-provider", onsetSeconds: 100, clearedSeconds: 270)])),
    SyntheticDataset(
      name: "deployment/incident",
      scenario: SyntheticScenario(
        seed: 105, length: .seconds(300), requestsPerMinute: 200,
        faults: [.init("bad-deployment", service: "checkout", onsetSeconds: 100)])),
    SyntheticDataset(
      name: "lagging/incident",
      scenario: SyntheticScenario(
        seed: 106, length: .seconds(300), requestsPerMinute: 200,
        faults: [.init("lagging-consumer", service: "mail", onsetSeconds: 100, clearedSeconds: 220)])),
  ]

  public static func named(_ name: String) -> SyntheticDataset? {
    for dataset in all where dataset.name == name { return dataset }
    return nil
  }
}
