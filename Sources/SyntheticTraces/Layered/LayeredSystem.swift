/// Services in layers and namespaces: each calls services of deeper layers, most of its own namespace, the others by their `api`;
/// a few call back. Half have a database of their own, some publish to topics that other namespaces consume.
public struct LayeredSystem: Sendable {
  struct Service: Sendable {
    var name: String
    var namespace: String
    /// 0 for what users call.
    var layer: Int
    var calls: [Call] = []
    /// Index of a database in ``LayeredSystem/databases``, or -1.
    var database = -1
    /// Index into ``LayeredSystem/topics``, or -1.
    var topic = -1
    /// Of 10,000 calls.
    var failures = 0
    /// Median of its own work in ns.
    var work = 1_000_000
  }

  struct Call: Sendable {
    var service: Int
    /// Of 10,000 requests.
    var share: Int
    var times = 1
  }

  struct Topic: Sendable {
    var name: String
    var consumers: [Int]
  }

  static let layers = 6

  private(set) var services: [Service] = []
  private(set) var databases: [String] = []
  private(set) var topics: [Topic] = []
  /// The services that users call.
  private(set) var gateways: [Int] = []

  /// Builds the system; the same seed and number of services give the same one.
  public init(seed: UInt64, services count: Int) {
    var random = SplitMix64(seed: seed)
    addServices(max(10, count))
    let byLayer = (0..<Self.layers).map { layer in services.indices.filter { services[$0].layer == layer } }
    for service in services.indices { addCalls(of: service, byLayer, &random) }
    addMissingCalls(byLayer[1])
    addStores(&random)
    addTopics(&random)
  }

  private static let domains = [
    "catalogue", "search", "identity", "payments", "shipping", "inventory", "pricing", "notify", "ads", "reviews",
    "analytics", "support",
  ]
  private static let roles = [
    "api", "core", "store", "rules", "cache", "index", "worker", "mapper", "score", "feed", "audit", "quota", "plan",
    "render", "match", "route", "tokens", "sync", "stats", "export", "import", "batch", "events", "ledger",
  ]

  private mutating func addServices(_ count: Int) {
    for name in ["web-gateway", "mobile-gateway", "partner-gateway"].prefix(max(1, min(3, count / 10))) {
      gateways.append(services.count)
      services.append(Service(name: name, namespace: "edge", layer: 0, work: 400_000))
    }
    let domains = max(2, min(Self.domains.count, count / 20))
    var number = 0
    while services.count < count {
      let domain = number % domains
      let place = number / domains
      let role =
        Self.roles[place % Self.roles.count] + (place < Self.roles.count ? "" : "-\(place / Self.roles.count + 1)")
      let layer = place == 0 ? 1 : 2 + (place * 7 + domain) % (Self.layers - 2)
      services.append(
        Service(
          name: "\(Self.domains[domain])-\(role)", namespace: Self.domains[domain], layer: layer,
          work: 300_000 + 180_000 * (place % 9)))
      number += 1
    }
  }

  private mutating func addCalls(of caller: Int, _ byLayer: [[Int]], _ random: inout SplitMix64) {
    let from = services[caller]
    let apis = byLayer[1]
    if from.layer == 0 {
      for api in apis.prefix(5) { add(caller, api, share: 2_000 + random.below(4_000)) }
      return
    }
    let deeper = byLayer[(from.layer + 1)...].flatMap { $0 }
    for callee in deeper where services[callee].namespace == from.namespace && random.below(100) < 52 {
      add(caller, callee, share: 200 + random.below(from.layer == 1 ? 2_000 : 900))
    }
    // A namespace depends on a few behind it, by their `api`.
    let own = apis.firstIndex { services[$0].namespace == from.namespace } ?? 0
    let behind = [1, 3, 4].map { own + $0 }.filter { $0 < apis.count }.map { apis[$0] }
    for api in behind where from.layer == 1 || random.below(100) < 35 {
      add(caller, api, share: from.layer == 1 ? 1_500 : 100 + random.below(500))
    }
    if from.layer == Self.layers - 1, own > 0, random.below(100) < 4 {
      // A callback into an outer namespace closes a circle.
      add(caller, apis[own - 1], share: 200)
    }
    if random.below(100) < 4 { services[caller].failures = 100 + random.below(700) }
    if random.below(100) < 5, !services[caller].calls.isEmpty { services[caller].calls[0].times = 12 }
  }

  /// Whoever nobody calls is called by the `api` of its namespace.
  private mutating func addMissingCalls(_ apis: [Int]) {
    var isCalled = [Bool](repeating: false, count: services.count)
    for service in services {
      for call in service.calls { isCalled[call.service] = true }
    }
    for callee in services.indices where !isCalled[callee] && services[callee].layer > 0 {
      let api = apis.first { services[$0].namespace == services[callee].namespace && $0 != callee }
      add(api ?? gateways[0], callee, share: 800)
    }
  }

  private mutating func add(_ caller: Int, _ callee: Int, share: Int) {
    if caller == callee || services[caller].calls.contains(where: { $0.service == callee }) { return }
    services[caller].calls.append(Call(service: callee, share: share))
  }

  private mutating func addStores(_ random: inout SplitMix64) {
    for service in services.indices where services[service].layer > 1 && random.below(2) == 0 {
      services[service].database = databases.count
      databases.append("pg-\(services[service].name)")
    }
    for service in services.indices where services[service].layer > 1 && services[service].database < 0 {
      // Some share the database of a neighbour.
      let neighbours = services.indices.filter {
        services[$0].namespace == services[service].namespace && services[$0].database >= 0
      }
      if random.below(4) == 0, !neighbours.isEmpty {
        services[service].database = services[neighbours[random.below(neighbours.count)]].database
      }
    }
  }

  private mutating func addTopics(_ random: inout SplitMix64) {
    for service in services.indices where services[service].layer > 0 && random.below(100) < 7 {
      services[service].topic = topics.count
      let others = services.indices.filter {
        services[$0].layer > 1 && services[$0].namespace != services[service].namespace
      }
      let consumers = (0..<1 + random.below(3)).compactMap { _ in
        others.isEmpty ? nil : others[random.below(others.count)]
      }
      topics.append(Topic(name: "\(services[service].name).events", consumers: Array(Set(consumers)).sorted()))
    }
  }
}
