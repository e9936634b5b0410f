extension Fault {
  static let changeFaults: [Fault] = [badDeployment, slowDeployment, cacheLoss, skippedCalls, repeatedStatements]

  static let badDeployment = Fault(
    "bad-deployment",
    "A new version of one service reaches all its instances but one; it throws on a third of requests."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .checkoutPlace)
    return deployment(
      .error, of: operation.service, operation: operation.name,
      FaultEffect(
        .failOperations(share: target.share(3_300), .nullPointer),
        FaultScope(service: operation.service, operation: operation, nextVersionOnly: true)))
  }

  static let slowDeployment = Fault(
    "slow-deployment",
    "A new version of one service reaches all its instances but one; it needs fifteen times the work."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .cartGet)
    return deployment(
      .latency, of: operation.service, operation: target.operation?.name,
      FaultEffect(
        .slowWork(factor: target.factor(15_000)),
        FaultScope(service: operation.service, operation: target.operation, nextVersionOnly: true)))
  }

  static let cacheLoss = Fault(
    "cache-loss", "A cache is empty: every read goes on to the database."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryProducts) { ShopSurvey.readsThroughCache($0) }
    let store = ShopStore.productCache
    return FaultPlan(
      kind: .change,
      effects: [FaultEffect(.missCache(share: target.share(10_000)), FaultScope(store: store))],
      service: operation.service, operation: operation.name, alsoRight: [store.address, "redis"],
      resource: [
        SyntheticAttribute("db.system.name", store.system), SyntheticAttribute("server.address", store.address),
      ])
  }

  static let skippedCalls = Fault(
    "skipped-calls", "One operation stops making the calls that it can do without."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .checkoutPlace) { ShopSurvey.makesOptionalCalls($0) }
    return FaultPlan(
      kind: .missing,
      effects: [
        FaultEffect(.skipOptionalCalls(share: target.share(9_000)), FaultScope(operation: operation))
      ],
      service: operation.service, operation: operation.name)
  }

  static let repeatedStatements = Fault(
    "repeated-statements", "One operation sends each of its statements twelve times, one after another."
  ) { target throws(ScenarioError) in
    let operation = try target.operation(or: .inventoryAvailability) { ShopSurvey.database(of: $0) != nil }
    return FaultPlan(
      kind: .change,
      effects: [
        FaultEffect(
          .repeatStatements(times: max(2, 12 * target.intensity / 1_000)), FaultScope(operation: operation))
      ],
      service: operation.service, operation: operation.name)
  }

  private static func deployment(
    _ kind: FaultPlan.Kind, of service: ShopService, operation: String?, _ effect: FaultEffect
  ) -> FaultPlan {
    FaultPlan(
      kind: kind, effects: [FaultEffect(.deployNextVersion, FaultScope(service: service)), effect],
      service: service, operation: operation,
      resource: [SyntheticAttribute("service.version", service.nextVersion)])
  }
}
