import TraceAssembly
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
    ].flatMap(\.names) + PeerNames.addressAttributes + MessageKeys.requiredAttributes

  let options: DependencyOptions
  let symbols: SymbolTable
  var nodes = DependencyNodes()
  var edgeIndex = KeyIndex()
  var traffic: [DependencyTraffic] = []
  var durations = EdgeDurations()
  var unresolved = UnresolvedDependencies()
  private(set) var roots = 0
  var requests = RequestTallies()
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
  let namesPeers: Bool
  let carriesSampling: Bool

  public init(options: DependencyOptions, prior: Void, symbols: SymbolTable) {
    self.options = options
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
    namesPeers = AttributeConcept.peerService.names.contains { symbols.symbol(of: $0) != nil }
    carriesSampling = AttributeConcept.traceState.names.contains { symbols.symbol(of: $0) != nil }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    let journey = reading.journey
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
      let isRoot = table.columns.parentIDs[row].isNone
      if isRoot { roots += 1 }
      if node >= 0, isRequest(row, node, table) {
        requests.addRequest(of: node, isEntry: isRoot && table.columns.kinds[row] != .consumer)
      }
    }
    if !messages.spans.isEmpty {
      messages.match(in: table)
      countMessages(in: table)
      messages.end()
    }
    requests.endJourney(&traffic) { [edgeIndex] in Int32(truncatingIfNeeded: edgeIndex.keys[$0].first >> 32) }
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

  // MARK: TraceFold

  public mutating func merge(_ other: DependencyFold) {
    let map = nodes.merge(other.nodes)
    let places = other.edgeIndex.keys.map { key in
      edge(
        map[Int(key.first >> 32)], map[Int(UInt32(truncatingIfNeeded: key.first))],
        DependencyEdge.Kind(rawValue: UInt8(key.second)) ?? .call)
    }
    for (place, more) in zip(places, other.traffic) { traffic[place].merge(more) }
    var waiting = other.durations
    waiting.settle(&traffic, place: places)
    unresolved.merge(other.unresolved)
    roots += other.roots
    requests.merge(other.requests, map: map)
  }

  private mutating func settleDurations() { durations.settle(&traffic) }

  public consuming func finish() -> DependencyResult {
    settleDurations()
    return DependencyNaming(self).result()
  }
}
