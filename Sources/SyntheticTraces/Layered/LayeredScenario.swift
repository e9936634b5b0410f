/// A large system to draw: how many services it has, and how many requests pass through it.
public struct LayeredScenario: Sendable, Equatable {
  public var seed: UInt64
  /// At least 10. There are about seven times as many edges.
  public var services: Int
  public var requests: Int
  public var requestsPerMinute: Int
  /// Nanoseconds since the epoch.
  public var startUnixNano: Int

  public init(
    seed: UInt64 = 1, services: Int, requests: Int = 2_000, requestsPerMinute: Int = 600,
    startUnixNano: Int = SyntheticScenario.standardStart
  ) {
    self.seed = seed
    self.services = max(10, services)
    self.requests = requests
    self.requestsPerMinute = max(1, requestsPerMinute)
    self.startUnixNano = startUnixNano
  }
}
