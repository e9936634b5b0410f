extension Fault {
  static let messagingFaults: [Fault] = [
    laggingConsumer, slowConsumer, reorderedAcknowledgements, lostAcknowledgements, lostMessages,
  ]

  static let laggingConsumer = Fault(
    "lagging-consumer", "One consumer group fetches more slowly than messages arrive; its lag grows until it recovers."
  ) { target throws(ScenarioError) in
    let group = try target.group(or: .mailOrders)
    return messaging(
      .latency, .pauseBetweenPolls(factor: target.factor(1_700)), group, operation: group.operation.name)
  }

  static let slowConsumer = Fault(
    "slow-consumer", "Processing a message takes one consumer group forty times the work."
  ) { target throws(ScenarioError) in
    let group = try target.group(or: .shippingOrders)
    var plan = messaging(
      .latency, .slowWork(factor: target.factor(40_000)), group, operation: group.operation.name)
    plan.effects[0].scope = FaultScope(operation: group.operation)
    return plan
  }

  static let reorderedAcknowledgements = Fault(
    "reordered-acknowledgements",
    "Messages are delivered and processed, but acknowledgements go out late and out of order, and are marked failed."
  ) { target throws(ScenarioError) in
    let group = try settlingGroup(target)
    return messaging(
      .error, .disorderAcknowledgements(share: target.share(3_500)), group,
      operation: "settle \(group.topic.name)")
  }

  static let lostAcknowledgements = Fault(
    "lost-acknowledgements",
    "A quarter of the acknowledgements never arrive; the broker delivers those messages a second time."
  ) { target throws(ScenarioError) in
    let group = try settlingGroup(target)
    return messaging(
      .missing, .loseAcknowledgements(share: target.share(2_500)), group, operation: "settle \(group.topic.name)")
  }

  static let lostMessages = Fault(
    "lost-messages", "Four of ten messages of a topic never reach one consumer group."
  ) { target throws(ScenarioError) in
    let group = try target.group(or: .mailOrders)
    return messaging(.missing, .dropMessages(share: target.share(4_000)), group, operation: group.operation.name)
  }

  private static func settlingGroup(_ target: FaultTarget) throws(ScenarioError) -> ConsumerGroup {
    let group = try target.group(or: .shippingOrders)
    guard case .continuesTraceAndSettles = group.mode else {
      throw .faultCannotHit(fault: target.fault, target: group.operation.name)
    }
    return group
  }

  private static func messaging(
    _ kind: FaultPlan.Kind, _ change: FaultEffect.Change, _ group: ConsumerGroup, operation: String
  ) -> FaultPlan {
    FaultPlan(
      kind: kind, effects: [FaultEffect(change, FaultScope(group: group))], service: group.service,
      operation: operation, alsoRight: [group.topic.name],
      resource: [
        SyntheticAttribute("messaging.destination.name", group.topic.name),
        SyntheticAttribute("messaging.consumer.group.name", group.name),
      ])
  }
}
