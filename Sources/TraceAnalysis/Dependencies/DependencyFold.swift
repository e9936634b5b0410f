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
public struct DependencyFold: StatefulFold {
  public typealias Options = DependencyOptions
  public typealias Prior = Void
  public typealias State = DependencyState
  public typealias Result = DependencyResult

  /// The span attributes the fold reads.
  public static let requiredAttributes: [String] =
    MessageReading.requiredAttributes + CallReading.requiredAttributes + AttributeConcept.traceState.names
    + PeerNames.addressAttributes + MessageKeys.requiredAttributes

  public let options: DependencyOptions
  public let symbols: SymbolTable
  /// What was seen, without the durations that ``durations`` still holds.
  var held = DependencyState()
  var durations = EdgeDurations()
  var peers: PeerNames
  /// Scratch of the message rules, by node: the number of the consumer last counted on an edge from it.
  var lastConsumer: [Int] = []
  /// How many consumers were counted so far.
  var consumerNumber = 0
  /// Scratch of the message rules, by messaging span.
  var ends: [MessageEnd] = []
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
    reading.findMessages()
    reading.findCalls()
    let table = reading.journey.table
    for row in reading.journey.rows {
      let node = serviceNode(row, table)
      switch table.columns.kinds[row] {
      case .server: observeServer(row, node, reading)
      case .client: observeClient(row, node, reading)
      case .producer, .internal: observeInferred(row, node, table)
      case .consumer: break
      case .unspecified:
        observeInferred(row, node, table)
        if namesPeers { observeKindless(row, node, table) }
      }
      if table.columns.flags[row].contains(.orphan) { held.unresolved.missingParents += 1 }
      if !reading.messages.spans.isEmpty, reading.messages.isPoll(row) { continue }
      let isRoot = table.columns.parentIDs[row].isNone
      if isRoot { held.roots += 1 }
      if node >= 0, isRequest(row, node, table) {
        held.requests.addRequest(of: node, isEntry: isRoot && table.columns.kinds[row] != .consumer)
      }
    }
    if !reading.messages.spans.isEmpty { countMessages(reading.messages, in: table) }
    held.requests.endJourney(&held.edges.values) { [keys = held.edges.keys] in keys[$0].source }
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
    let node = held.nodes.service(
      ServiceKey(name: service, namespace: belongs ? table.resources[resource].namespace : .empty))
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

  /// The number of an edge.
  @inline(__always)
  mutating func edge(_ source: Int32, _ target: Int32, _ kind: DependencyEdge.Kind) -> Int {
    held.edges.number(of: DependencyEdgeKey(source: source, target: target, kind: kind))
  }

  /// How many calls the span at hand stands for, in millionths.
  @inline(__always)
  mutating func weight(_ row: Int, _ table: SpanTable) -> Int {
    if !carriesSampling { return 1_000_000 }
    peers.read(row, in: table)
    return peers.weightMillionths
  }

  // MARK: State

  public var state: DependencyState {
    get {
      var state = held
      var waiting = durations
      waiting.flush(&state.edges.values)
      return state
    }
    set {
      held = newValue
      durations = EdgeDurations()
    }
  }

  public mutating func merge(_ other: DependencyFold) { held.merge(other.state) }

  public static func finish(
    _ state: consuming DependencyState, options: DependencyOptions, prior: Void, symbols: SymbolTable
  ) -> DependencyResult {
    var state = state
    state.tellPolls()
    return DependencyNaming(state, symbols: symbols).result()
  }
}
