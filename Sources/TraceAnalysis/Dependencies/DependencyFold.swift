public import TraceModel

/// Who calls whom: services, databases, topics and external systems, and what flows between them.
///
/// One pass over the rows of a journey. Calls are pairs of spans; attributes are read only where a pair is missing (a CLIENT
/// that nobody answered, a SERVER without a parent) and of PRODUCER and CONSUMER spans.
///
/// A service is known by its name; SERVER and CONSUMER spans without one are passed over, others without one belong to the
/// nearest ancestor that has one. The rules follow Zipkin's linker, Jaeger and the OpenTelemetry service graph; where they
/// contradict each other, what a reader of the diagram would say.
public struct DependencyFold: TraceFold {
  /// The span attributes the fold reads.
  public static let requiredAttributes: [String] =
    [
      AttributeConcept.messagingSystem, .messagingDestination, .messagingDestinationTemplate, .messagingOperationType,
      .messagingOperationName, .messagingMessageID, .messagingTemporary, .messagingAnonymous, .messagingBatchCount,
      .databaseSystem, .databaseNamespace, .databaseStatement, .peerService, .serverAddress, .serverPort,
      .networkPeerAddress, .networkPeerPort, .rpcService, .traceState,
    ].flatMap(\.names) + PeerNames.addressAttributes

  let options: DependencyOptions
  let symbols: SymbolTable
  var nodes = DependencyNodes()
  var edgeIndex = KeyIndex()
  var traffic: [DependencyTraffic] = []
  var unresolved = UnresolvedDependencies()
  var peers: PeerNames
  var messages = MessageMatching()
  /// Scratch of the message rules, by node: the number of the consumer last counted on an edge from it.
  var lastConsumer: [Int] = []
  /// How many consumers were counted so far.
  var consumerNumber = 0
  /// Scratch of the message rules, by messaging span: topic of a consumer, for producers that name none.
  var partnerTopics: [Int32] = []
  var isDelivered: [Bool] = []
  /// By resource: its service node, or -1 when not yet known.
  private var resourceNodes: [Int32] = []
  private var resourceServices: [Symbol] = []
  private let namesPeers: Bool
  private let carriesSampling: Bool

  public init(options: DependencyOptions, prior: Void, symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
    namesPeers = AttributeConcept.peerService.names.contains { symbols.symbol(of: $0) != nil }
    carriesSampling = AttributeConcept.traceState.names.contains { symbols.symbol(of: $0) != nil }
  }

  public mutating func observe(_ journey: borrowing Journey) {
    let table = journey.table
    let rows = journey.rows
    messages.begin(rows)
    for row in rows {
      let node = serviceNode(row, table)
      switch table.columns.kinds[row] {
      case .server: observeServer(row, node, table)
      case .client: observeClient(row, node, table)
      case .producer:
        observeInferred(row, node, table)
        observeMessaging(row, node, table)
      case .consumer: observeMessaging(row, node, table)
      case .internal: observeInferred(row, node, table)
      case .unspecified:
        observeInferred(row, node, table)
        if namesPeers { observeKindless(row, node, table) }
      }
      if table.columns.flags[row].contains(.orphan) { unresolved.missingParents += 1 }
    }
    if !messages.spans.isEmpty {
      messages.match(in: table)
      countMessages(in: table)
      messages.end()
    }
  }

  // MARK: Nodes

  /// The node of the service that owns the span, -1 when it has no name.
  @inline(__always)
  mutating func serviceNode(_ row: Int, _ table: SpanTable) -> Int32 {
    let resource = Int(table.columns.resources[row])
    let service = table.columns.services[row]
    if resource < resourceNodes.count, resourceNodes[resource] >= 0, resourceServices[resource] == service {
      return resourceNodes[resource]
    }
    return findServiceNode(row, table)
  }

  private mutating func findServiceNode(_ row: Int, _ table: SpanTable) -> Int32 {
    var row = row
    var steps = 0
    while table.columns.services[row].isEmpty {
      let kind = table.columns.kinds[row]
      let parent = Int(table.columns.parents[row])
      steps += 1
      if kind == .server || kind == .consumer || parent < 0 || steps > 1000 { return -1 }
      row = parent
    }
    let service = table.columns.services[row]
    let resource = Int(table.columns.resources[row])
    let belongs = resource < table.resources.count && table.resources[resource].service == service
    let node = nodes.service(service, namespace: belongs ? table.resources[resource].namespace : .empty)
    if belongs {
      while resourceNodes.count <= resource {
        resourceNodes.append(-1)
        resourceServices.append(.empty)
      }
      resourceNodes[resource] = node
      resourceServices[resource] = service
    }
    return node
  }

  /// The place of an edge in ``traffic``.
  @inline(__always)
  mutating func edge(_ source: Int32, _ target: Int32, _ kind: DependencyEdge.Kind) -> Int {
    let key = KeyIndex.Key(
      UInt64(UInt32(bitPattern: source)) &<< 32 | UInt64(UInt32(bitPattern: target)), UInt64(kind.rawValue))
    let place = edgeIndex.number(of: key)
    if place == traffic.count { traffic.append(DependencyTraffic()) }
    return place
  }

  /// How many calls the span at hand stands for, in millionths.
  @inline(__always)
  mutating func weight(_ row: Int, _ table: SpanTable) -> Int {
    if !carriesSampling { return 1_000_000 }
    peers.read(row, in: table)
    return peers.weightMillionths
  }

  // MARK: Calls

  private mutating func observeServer(_ row: Int, _ node: Int32, _ table: SpanTable) {
    let parent = Int(table.columns.parents[row])
    if node < 0 { return }
    if parent < 0 {
      observeEntry(row, node, table)
      return
    }
    let caller = serviceNode(parent, table)
    let isPair = table.columns.kinds[parent] == .client
    // Within one service only a CLIENT parent shows that the call left the process.
    if caller < 0 || (caller == node && !isPair) { return }
    let failed = table.columns.statuses[row] == .error || (isPair && table.columns.statuses[parent] == .error)
    let weight = weight(row, table)
    let reenters = caller != node && isOnPath(node, above: parent, table)
    let place = edge(caller, node, .call)
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if failed { traffic[place].errors += 1 }
    if reenters { traffic[place].reentries += 1 }
    let isTimed = !table.columns.flags[row].contains(.missingTime)
    let duration = table.columns.ends[row] &- table.columns.starts[row]
    if isTimed { traffic[place].server.add(duration) }
    if isPair {
      if table.columns.flags[parent].contains(.missingTime) { return }
      let called = table.columns.ends[parent] &- table.columns.starts[parent]
      traffic[place].client.add(called)
      if isTimed {
        if called >= duration {
          traffic[place].gap.add(called &- duration)
        } else {
          traffic[place].negativeGaps += 1
        }
      }
    } else {
      traffic[place].confidence = max(traffic[place].confidence, .strong)
    }
  }

  /// A SERVER without a parent in the dump: its caller is what it names as its peer, or the user.
  private mutating func observeEntry(_ row: Int, _ node: Int32, _ table: SpanTable) {
    var caller: Int32 = -1
    if namesPeers {
      peers.read(row, in: table)
      if let name = peers.peerService { caller = nodes.named(.external, name) }
    }
    if caller < 0, options.virtualUser, table.columns.parentIDs[row].isNone {
      caller = nodes.named(.user, DependencyFold.user)
    }
    if caller < 0 { return }
    let weight = weight(row, table)
    let place = edge(caller, node, .call)
    addOneSided(place, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      traffic[place].server.add(table.columns.ends[row] &- table.columns.starts[row])
    }
  }

  private static let user = Array("user".utf8)[...]

  private mutating func observeClient(_ row: Int, _ node: Int32, _ table: SpanTable) {
    observeInferred(row, node, table)
    if node < 0 { return }
    var hasRemoteConsumer = false
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode < 0 { continue }
      let kind = table.columns.kinds[Int(child)]
      if kind == .server { return }
      if childNode != node {
        if kind != .consumer { return }
        hasRemoteConsumer = true
      }
    }
    peers.read(row, in: table)
    if peers.isMessaging, let role = peers.role(kind: .client, name: symbols.bytes(of: table.columns.names[row])) {
      appendMessageSpan(row, node, role)
      return
    }
    if hasRemoteConsumer { return }
    let weight = carriesSampling ? peers.weightMillionths : 1_000_000
    let place: Int
    if peers.isDatabase {
      place = edge(node, nodes.named(.database, peers.databaseName(by: options.databaseName)), .query)
    } else if let name = peers.externalName(row, in: table) {
      place = edge(node, nodes.named(.external, name), .call)
    } else {
      unresolved.clientsWithoutPeer += 1
      return
    }
    addOneSided(place, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      traffic[place].client.add(table.columns.ends[row] &- table.columns.starts[row])
    }
  }

  /// A span without a kind that names its peer is what older Zipkin tracers wrote for a CLIENT.
  private mutating func observeKindless(_ row: Int, _ node: Int32, _ table: SpanTable) {
    if node < 0 || table.columns.services[row].isEmpty { return }
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode >= 0 && (childNode != node || table.columns.kinds[Int(child)] == .server) { return }
    }
    peers.read(row, in: table)
    guard let name = peers.peerService else { return }
    let weight = carriesSampling ? peers.weightMillionths : 1_000_000
    let place: Int
    if peers.isDatabase {
      place = edge(node, nodes.named(.database, peers.databaseName(by: options.databaseName)), .query)
    } else {
      place = edge(node, nodes.named(.external, name), .call)
    }
    addOneSided(place, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      traffic[place].client.add(table.columns.ends[row] &- table.columns.starts[row])
    }
  }

  private mutating func addOneSided(_ place: Int, _ row: Int, _ weight: Int, _ table: SpanTable) {
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if table.columns.statuses[row] == .error { traffic[place].errors += 1 }
    traffic[place].confidence = max(traffic[place].confidence, .strong)
  }

  /// A child in another service than its parent, with nothing that says how it was reached.
  @inline(__always)
  private mutating func observeInferred(_ row: Int, _ node: Int32, _ table: SpanTable) {
    let parent = Int(table.columns.parents[row])
    if parent < 0 || node < 0 { return }
    let caller = serviceNode(parent, table)
    if caller < 0 || caller == node { return }
    addInferred(from: caller, to: node, service: node, row, parent, table)
  }

  /// Adds an inferred edge; whether it failed is told by the parent alone.
  mutating func addInferred(
    from caller: Int32, to target: Int32, service: Int32, _ row: Int, _ parent: Int, _ table: SpanTable
  ) {
    let weight = weight(row, table)
    let reenters = isOnPath(service, above: parent, table)
    let place = edge(caller, target, .inferred)
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if table.columns.statuses[parent] == .error { traffic[place].errors += 1 }
    if reenters { traffic[place].reentries += 1 }
    traffic[place].confidence = max(traffic[place].confidence, .strong)
    if !table.columns.flags[row].contains(.missingTime) {
      traffic[place].server.add(table.columns.ends[row] &- table.columns.starts[row])
    }
  }

  /// Whether `node` owns a span from which the path came to `row`; looks at most 64 spans up.
  mutating func isOnPath(_ node: Int32, above row: Int, _ table: SpanTable) -> Bool {
    var row = row
    for _ in 0..<64 {
      row = Int(table.columns.parents[row])
      if row < 0 { return false }
      if serviceNode(row, table) == node { return true }
    }
    return false
  }

  // MARK: TraceFold

  public mutating func merge(_ other: DependencyFold) {
    let map = nodes.merge(other.nodes)
    for (key, traffic) in zip(other.edgeIndex.keys, other.traffic) {
      let place = edge(
        map[Int(key.first >> 32)], map[Int(UInt32(truncatingIfNeeded: key.first))],
        DependencyEdge.Kind(rawValue: UInt8(key.second)) ?? .call)
      self.traffic[place].merge(traffic)
    }
    unresolved.merge(other.unresolved)
  }

  public consuming func finish() -> DependencyResult {
    DependencyNaming(self).result()
  }
}
