/// A shop of eight services that turns scenarios into spans, and says what truly happened.
///
///     gateway ─┬─▶ inventory ──▶ PostgreSQL, Redis
///              ├─▶ cart ──▶ Redis
///              └─▶ checkout ─┬─▶ cart, inventory, shipping, payment ──▶ api.payprovider.example
///                            └─▶ orders ─┬─▶ shipping ──▶ shipments ─┬─▶ mail
///                                        ├─▶ mail ──▶ smtp           └─▶ checkout
///                                        └─▶ ledger ◀── payments ◀── payment
///
/// The same scenario gives the same bytes on every machine: all arithmetic is on integers and tables.
public enum SyntheticSystem {
  /// Runs `scenario` and hands its spans to `receiver` in the order of their export.
  ///
  /// - Complexity: O(spans) time; memory for what is in flight, however many spans there are.
  public static func generate<Receiver: SpanReceiver>(
    _ scenario: SyntheticScenario, into receiver: inout Receiver
  ) throws -> GroundTruth {
    var simulation = Simulation(try ResolvedScenario(scenario))
    try simulation.run(into: &receiver)
    return simulation.truth
  }

  /// Runs `scenario` and writes an OTLP JSON dump to `sink`.
  public static func generate<Sink: ByteSink>(
    _ scenario: SyntheticScenario, writingTo sink: inout Sink
  ) throws -> GroundTruth {
    var encoder = OTLPLineEncoder(sink: sink)
    defer { sink = encoder.sink }
    return try generate(scenario, into: &encoder)
  }

  /// Checks a scenario without running it.
  public static func check(_ scenario: SyntheticScenario) throws(ScenarioError) {
    _ = try ResolvedScenario(scenario)
  }
}
