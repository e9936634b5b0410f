/// A scenario whose names have been looked up and whose times are absolute.
struct ResolvedScenario: Sendable {
  struct Incident: Sendable {
    var fault: Fault
    var plan: FaultPlan
    var onset: Int
    /// `nil` when it lasts to the end.
    var cleared: Int?
    var intensityPerMille: Int
  }

  struct OwnTime: Sendable {
    var operation: ShopOperation
    /// Per mille.
    var factor: Int
  }

  var scenario: SyntheticScenario
  var seed: UInt64
  var start: Int
  /// No request arrives at or after this.
  var end: Int
  var requestLimit: Int?
  var requestsPerMinute: Int
  var incidents: [Incident] = []
  var effects: [FaultEffect] = []
  var ownTimes: [OwnTime] = []

  private static let second = 1_000_000_000
  /// Three months of seconds, and more requests than anybody can store.
  private static let mostSeconds = 8_000_000
  private static let mostRequests = 1_000_000_000_000

  init(_ scenario: SyntheticScenario) throws(ScenarioError) {
    self.scenario = scenario
    seed = scenario.seed
    start = scenario.startUnixNano
    requestsPerMinute = scenario.requestsPerMinute
    guard (1...60_000_000).contains(requestsPerMinute) else { throw .notPositive("rate") }
    guard (0...4_000_000_000_000_000_000).contains(start) else { throw .notPositive("start time") }
    let length: Int
    switch scenario.length {
    case .seconds(let seconds):
      guard (1...Self.mostSeconds).contains(seconds) else { throw .notPositive("length in seconds") }
      length = seconds * Self.second
      end = start + length
    case .requests(let requests):
      guard (1...Self.mostRequests).contains(requests), requests / requestsPerMinute < Self.mostSeconds / 60 else {
        throw .notPositive("number of requests")
      }
      length = max(1, requests * 60 / requestsPerMinute) * Self.second
      requestLimit = requests
      end = Int.max
    }
    for injection in scenario.faults { try add(injection, length: length) }
    for scale in scenario.ownTimes {
      guard (1...1_000_000).contains(scale.perMille) else { throw .notPositive("scale of own time") }
      let service = try Self.service(scale.service)
      let operation = try Self.operation(scale.operation, of: service)
      ownTimes.append(OwnTime(operation: operation, factor: scale.perMille))
    }
  }

  private mutating func add(_ injection: SyntheticScenario.Injection, length: Int) throws(ScenarioError) {
    guard let fault = Fault.named(injection.fault) else { throw .unknownFault(injection.fault) }
    guard (1...100_000).contains(injection.intensityPerMille) else { throw .notPositive("intensity") }
    var target = FaultTarget(fault: fault.name, intensity: injection.intensityPerMille)
    if let name = injection.service { target.service = try Self.service(name) }
    if let name = injection.operation {
      guard let service = target.service else { throw .operationWithoutService(name) }
      target.operation = try Self.operation(name, of: service)
    }
    let onset =
      try injection.onsetSeconds.map { seconds throws(ScenarioError) in
        try Self.moment(start, plus: seconds, "onset")
      } ?? start + length / 3
    let cleared = try injection.clearedSeconds.map { seconds throws(ScenarioError) in
      try Self.moment(start, plus: seconds, "time of clearing")
    }
    if let cleared, cleared <= onset { throw .faultEndsBeforeItStarts(fault.name) }
    let plan = try fault.plan(target)
    for var effect in plan.effects {
      effect.onset = onset
      effect.cleared = cleared ?? Int.max
      effects.append(effect)
    }
    incidents.append(
      Incident(
        fault: fault, plan: plan, onset: onset, cleared: cleared, intensityPerMille: injection.intensityPerMille))
  }

  private static func moment(_ start: Int, plus seconds: Int, _ what: String) throws(ScenarioError) -> Int {
    guard (0...mostSeconds).contains(seconds) else { throw .notPositive(what) }
    return start + seconds * second
  }

  private static func service(_ name: String) throws(ScenarioError) -> ShopService {
    guard let service = ShopService(name: name) else { throw .unknownService(name) }
    return service
  }

  private static func operation(_ name: String, of service: ShopService) throws(ScenarioError) -> ShopOperation {
    guard let operation = ShopOperation(name: name, service: service) else {
      throw .unknownOperation(name, service: service.name)
    }
    return operation
  }
}
