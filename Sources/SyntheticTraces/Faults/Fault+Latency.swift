extension Fault {
  static let latencyFaults: [Fault] = [
    slowDatabase, cpuStarvedPod, badHost, slowNetwork, poolExhaustion, slowProvider, noisyTenant,
  ]

  static let slowDatabase = Fault(
    "slow-database", "The PostgreSQL of one service answers twelve times slower."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryReserve) { ShopSurvey.database(of: $0) != nil }
    let service = operation.service
    guard let store = ShopSurvey.database(of: operation) else {
      throw .faultCannotHit(fault: target.fault, target: service.name)
    }
    var scope = FaultScope(store: store)
    scope.operation = target.operation
    return FaultPlan(
      kind: .latency, effects: [FaultEffect(.slowStatements(factor: target.factor(12_000)), scope)],
      service: service,
      operation: target.operation?.name ?? ShopSurvey.heaviestUser(of: store)?.name,
      alsoRight: [store.namespace, store.address],
      resource: [
        SyntheticAttribute("db.system.name", store.system), SyntheticAttribute("db.namespace", store.namespace),
        SyntheticAttribute("server.address", store.address),
      ])
  }

  static let cpuStarvedPod = Fault(
    "cpu-starved-pod", "One instance of one service gets a twelfth of its processor."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryReserve)
    let service = operation.service
    let scope = FaultScope(service: service, instance: 0)
    return FaultPlan(
      kind: .resource, effects: [FaultEffect(.slowWork(factor: target.factor(12_000)), scope)],
      service: service, operation: target.operation?.name,
      resource: [
        SyntheticAttribute(
          "service.instance.id", ShopResources.instanceID(of: service, instance: 0, runsNextVersion: false))
      ])
  }

  static let badHost = Fault(
    "bad-host", "Everything on one host is eight times slower, and so is its network."
  ) { target throws(ScenarioError) in
    let service = try target.operation(or: .checkoutPlace).service
    let host = ShopPlace.host(of: service, instance: 0)
    let neighbours = ShopService.allCases.filter { other in
      other != service
        && (0..<other.instanceCount).contains { ShopPlace.host(of: other, instance: $0) == host }
    }
    return FaultPlan(
      kind: .resource,
      effects: [
        FaultEffect(.slowWork(factor: target.factor(8_000)), FaultScope(host: host)),
        FaultEffect(.slowNetwork(factor: target.factor(8_000)), FaultScope(host: host)),
      ],
      service: service, alsoRight: neighbours.map(\.name),
      resource: [SyntheticAttribute("host.name", ShopPlace.hosts[host])])
  }

  static let slowNetwork = Fault(
    "slow-network", "Requests to one service take sixty times longer on the wire; the service itself is fast."
  ) { target throws(ScenarioError) in
    let service = try target.operation(or: .paymentCharge) { $0.consumerGroup == nil && $0.service != .gateway }.service
    return FaultPlan(
      kind: .latency,
      effects: [FaultEffect(.slowNetwork(factor: target.factor(60_000)), FaultScope(service: service))],
      service: service)
  }

  static let poolExhaustion = Fault(
    "pool-exhaustion",
    "The database connections of one service are all in use: statements wait for one, some in vain for 3 s."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .checkoutPlace) { ShopSurvey.database(of: $0) != nil }
    let scope = FaultScope(service: operation.service)
    return FaultPlan(
      kind: .resource,
      effects: [
        FaultEffect(
          .waitForPool(
            medianMicroseconds: 350_000 * target.intensity / 1_000, timeoutShare: target.share(1_200)), scope)
      ],
      service: operation.service, operation: target.operation?.name ?? operation.name,
      resource: [
        SyntheticAttribute("exception.type", "java.sql.SQLTransientConnectionException")
      ])
  }

  static let slowProvider = Fault(
    "slow-provider", "The payment provider takes eight times as long; a few requests time out."
  ) { target throws(ScenarioError) in
    let party = try externalParty(of: target)
    return FaultPlan(
      kind: .latency,
      effects: [FaultEffect(.slowExternal(factor: target.factor(8_000)), FaultScope(party: party))],
      service: party.service, operation: party.spanName, alsoRight: [party.address],
      resource: [SyntheticAttribute("server.address", party.address)])
  }

  static let noisyTenant = Fault(
    "noisy-tenant", "One tenant sends five times its traffic, and its requests need twenty times the work of others."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryProducts) { $0.consumerGroup == nil }
    let tenant = 3
    return FaultPlan(
      kind: .latency,
      effects: [
        FaultEffect(.tenantTraffic(tenant: tenant, factor: target.factor(5_000))),
        FaultEffect(
          .slowWork(factor: target.factor(20_000)),
          FaultScope(service: operation.service, operation: operation, tenant: tenant)),
      ],
      service: operation.service, operation: operation.name,
      resource: [SyntheticAttribute("customer.tenant", ShopTenant.names[tenant])])
  }

  static func externalParty(of target: FaultTarget) throws(ScenarioError) -> ExternalParty {
    guard let service = target.service ?? target.operation?.service else { return .payProvider }
    for party in ExternalParty.allCases where party.service == service { return party }
    throw .faultCannotHit(fault: target.fault, target: service.name)
  }
}
