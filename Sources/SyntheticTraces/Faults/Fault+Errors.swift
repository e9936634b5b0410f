extension Fault {
  static let errorFaults: [Fault] = [
    failingProvider, exceptions, wrongStatus, failingDatabase, regionPartialFailure, retryStorm,
  ]

  static let failingProvider = Fault(
    "failing-provider", "The payment provider answers a third of the requests with 503 and lets a tenth time out."
  ) { target throws(ScenarioError) in
    let party = try externalParty(of: target)
    let scope = FaultScope(party: party)
    return FaultPlan(
      kind: .error,
      effects: [
        FaultEffect(.failExternal(share: target.share(3_500), .unavailable), scope),
        FaultEffect(.hangExternal(share: target.share(1_000)), scope),
      ],
      service: party.service, operation: party.spanName, alsoRight: [party.address],
      resource: [SyntheticAttribute("server.address", party.address)])
  }

  static let exceptions = Fault(
    "exceptions", "A fifth of the requests of one operation end in an exception."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .checkoutPlace)
    return FaultPlan(
      kind: .error,
      effects: [
        FaultEffect(
          .failOperations(share: target.share(2_000), .illegalState), FaultScope(operation: operation))
      ],
      service: operation.service, operation: operation.name,
      resource: [SyntheticAttribute("exception.type", FailureKind.illegalState.exception)])
  }

  static let wrongStatus = Fault(
    "wrong-status", "A quarter of the requests of one operation are refused as not found, without any exception."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .cartAdd) { $0.consumerGroup == nil }
    return FaultPlan(
      kind: .error,
      effects: [
        FaultEffect(.failOperations(share: target.share(2_500), .notFound), FaultScope(operation: operation))
      ],
      service: operation.service, operation: operation.name)
  }

  static let failingDatabase = Fault(
    "failing-database", "A quarter of the statements to the PostgreSQL of one service end in a deadlock."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .checkoutStatus) { ShopSurvey.database(of: $0) != nil }
    guard let store = ShopSurvey.database(of: operation) else {
      throw .faultCannotHit(fault: target.fault, target: operation.name)
    }
    var scope = FaultScope(store: store)
    scope.operation = target.operation
    return FaultPlan(
      kind: .error,
      effects: [FaultEffect(.failStatements(share: target.share(2_500), .deadlock), scope)],
      service: store.service, operation: target.operation?.name, alsoRight: [store.namespace, store.address],
      resource: [
        SyntheticAttribute("db.namespace", store.namespace), SyntheticAttribute("server.address", store.address),
      ])
  }

  static let regionPartialFailure = Fault(
    "region-partial-failure", "In one of two regions, four of ten calls to one service find nobody listening."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .paymentCharge) {
      $0.consumerGroup == nil && $0.service != .gateway
    }
    return FaultPlan(
      kind: .error,
      effects: [
        FaultEffect(
          .refuseCalls(share: target.share(4_000)), FaultScope(service: operation.service, region: 1))
      ],
      service: operation.service, operation: target.operation?.name,
      resource: [SyntheticAttribute("cloud.region", ShopPlace.regions[1])])
  }

  static let retryStorm = Fault(
    "retry-storm", "Half the requests of one operation fail, and every caller tries five times more, at once."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryReserve) {
      $0.consumerGroup == nil && $0.service != .gateway
    }
    let scope = FaultScope(operation: operation)
    return FaultPlan(
      kind: .error,
      effects: [
        FaultEffect(.failOperations(share: target.share(5_000), .unavailable), scope),
        FaultEffect(.slowWork(factor: target.factor(3_000)), scope),
        FaultEffect(.retryCalls(times: 5), scope),
      ],
      service: operation.service, operation: operation.name)
  }
}
