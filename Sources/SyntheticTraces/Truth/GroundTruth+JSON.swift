extension GroundTruth {
  /// The truth as a JSON document with a final newline; schema `tracemill/synthetic-truth/1`.
  ///
  /// Absolute times are strings of nanoseconds since the epoch; counts of zero are left out of the tables.
  public var json: [UInt8] {
    let tree = JSONTree.object([
      ("schema", .string("tracemill/synthetic-truth/1")),
      ("scenario", scenarioTree),
      ("faults", .array(faults.map(tree))),
      ("lastUnixNano", .string(String(lastTime))),
      ("spans", .int(spans)),
      ("traces", .int(traces)),
      ("requests", .array(entryTrees)),
      (
        "errorSpans",
        .object(
          ShopService.allCases.filter { errorSpans[$0.rawValue] > 0 }.map { ($0.name, .int(errorSpans[$0.rawValue])) })
      ),
      ("calls", .array(callTrees)),
      ("published", .object(ShopTopic.allCases.map { ($0.name, .int(published[$0.rawValue])) })),
      ("consumed", .array(ConsumerGroup.allCases.map(tree))),
      ("deliveries", .int(deliveries)),
    ])
    return Array((tree.text() + "\n").utf8)
  }

  private var scenarioTree: JSONTree {
    var members: [(String, JSONTree)] = [
      ("seed", .string(String(scenario.seed))), ("startUnixNano", .string(String(scenario.startUnixNano))),
      ("requestsPerMinute", .int(scenario.requestsPerMinute)),
    ]
    switch scenario.length {
    case .requests(let requests): members.append(("requests", .int(requests)))
    case .seconds(let seconds): members.append(("seconds", .int(seconds)))
    }
    if scenario.messageEvidence != .links {
      members.append(("messageEvidence", .string(scenario.messageEvidence.rawValue)))
    }
    if !scenario.ownTimes.isEmpty {
      members.append(
        (
          "ownTimes",
          .array(
            scenario.ownTimes.map {
              .object([
                ("service", .string($0.service)), ("operation", .string($0.operation)), ("perMille", .int($0.perMille)),
              ])
            })
        ))
    }
    return .object(members)
  }

  private func tree(_ fault: FaultTruth) -> JSONTree {
    .object([
      ("name", .string(fault.name)), ("sentence", .string(fault.sentence)), ("control", .bool(fault.isControl)),
      ("kind", .string(fault.kind)), ("service", fault.service.map(JSONTree.string) ?? .null),
      ("operation", fault.operation.map(JSONTree.string) ?? .null),
      ("alsoRight", .array(fault.alsoRight.map(JSONTree.string))),
      (
        "resource",
        .object(
          fault.resource.map { attribute in
            if case .string(let value) = attribute.value { return (attribute.key, .string(value)) }
            return (attribute.key, .null)
          })
      ),
      ("onsetUnixNano", .string(String(fault.onsetUnixNano))),
      ("clearedUnixNano", fault.clearedUnixNano.map { .string(String($0)) } ?? .null),
      ("intensityPerMille", .int(fault.intensityPerMille)),
    ])
  }

  private var entryTrees: [JSONTree] {
    EntryPoint.operations.map { entry in
      .object([
        ("service", .string(entry.service.name)), ("operation", .string(entry.name)),
        ("requests", .int(requests[entry.rawValue])), ("failed", .int(failedRequests[entry.rawValue])),
      ])
    }
  }

  private var callTrees: [JSONTree] {
    ShopService.allCases.flatMap { caller in
      ShopService.allCases.filter { calls(from: caller, to: $0) > 0 }.map { callee in
        .object([
          ("caller", .string(caller.name)), ("callee", .string(callee.name)),
          ("calls", .int(calls(from: caller, to: callee))),
        ])
      }
    }
  }

  private func tree(_ group: ConsumerGroup) -> JSONTree {
    let counts = counts(of: group)
    var members: [(String, JSONTree)] = [
      ("topic", .string(group.topic.name)), ("group", .string(group.name)), ("service", .string(group.service.name)),
      ("consumed", .int(counts.consumed)),
    ]
    let others = [
      ("dropped", counts.dropped), ("acknowledged", counts.acknowledged), ("deferred", counts.deferred),
      ("inverted", counts.inverted), ("markedFailed", counts.markedFailed),
      ("markedFailedInverted", counts.markedFailedInverted), ("lostAcknowledgements", counts.lostAcknowledgements),
    ]
    for (name, count) in others where count > 0 { members.append((name, .int(count))) }
    return .object(members)
  }
}
