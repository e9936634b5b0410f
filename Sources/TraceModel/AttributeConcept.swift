/// What an attribute means, whatever name it bears: the one table of current and older names that every reader uses.
///
/// Source: OpenTelemetry semantic conventions 1.37 and their older versions, OpenTracing's and Zipkin's tags.
public enum AttributeConcept: UInt8, CaseIterable, Sendable {
  case messagingSystem, messagingDestination, messagingDestinationTemplate, messagingOperationType
  case messagingOperationName, messagingMessageID, messagingConversationID, messagingPartition, messagingOffset
  case messagingConsumerGroup, messagingTemporary, messagingAnonymous, messagingBatchCount
  case databaseSystem, databaseNamespace, databaseStatement
  case peerService, serverAddress, serverPort, networkPeerAddress, networkPeerPort
  case httpStatus, httpRoute, rpcService, errorType, traceState
  case grpcStatus, generativeProvider, generativeOperation, proxyCluster, component

  /// What only spans that have to do with messages tell of.
  public static let marksOfMessaging: [AttributeConcept] = [
    .messagingSystem, .messagingDestination, .messagingDestinationTemplate, .messagingOperationType,
    .messagingOperationName, .messagingMessageID,
  ]

  /// The names, best first: where a span has several, the first wins.
  public var names: [String] {
    switch self {
    case .messagingSystem: ["messaging.system"]
    case .messagingDestination:
      ["messaging.destination.name", "messaging.destination", "message_bus.destination", "kafka.topic"]
    case .messagingDestinationTemplate: ["messaging.destination.template"]
    case .messagingOperationType: ["messaging.operation.type", "messaging.operation"]
    case .messagingOperationName: ["messaging.operation.name"]
    case .messagingMessageID: ["messaging.message.id", "messaging.message_id"]
    case .messagingConversationID: ["messaging.message.conversation_id", "messaging.conversation_id"]
    case .messagingPartition:
      ["messaging.destination.partition.id", "messaging.kafka.destination.partition", "messaging.kafka.partition"]
    case .messagingOffset: ["messaging.kafka.offset", "messaging.kafka.message.offset"]
    case .messagingConsumerGroup:
      [
        "messaging.consumer.group.name", "messaging.kafka.consumer.group", "messaging.kafka.consumer_group",
        "messaging.rocketmq.client_group", "messaging.eventhubs.consumer.group",
        "messaging.destination.subscription.name",
        "messaging.servicebus.destination.subscription_name",
      ]
    case .messagingTemporary: ["messaging.destination.temporary", "messaging.temp_destination"]
    case .messagingAnonymous: ["messaging.destination.anonymous"]
    case .messagingBatchCount: ["messaging.batch.message_count"]
    case .databaseSystem: ["db.system", "db.system.name", "db.type"]
    case .databaseNamespace: ["db.namespace", "db.name", "db.instance"]
    case .databaseStatement: ["db.query.text", "db.statement"]
    case .peerService: ["service.peer.name", "peer.service"]
    case .serverAddress: ["server.address", "net.peer.name", "peer.hostname", "peer.address"]
    case .serverPort: ["server.port", "net.peer.port", "peer.port"]
    case .networkPeerAddress: ["network.peer.address", "net.peer.ip", "net.sock.peer.addr", "peer.ipv4", "peer.ipv6"]
    case .networkPeerPort: ["network.peer.port", "net.sock.peer.port"]
    case .httpStatus: ["http.response.status_code", "http.status_code"]
    case .httpRoute: ["http.route"]
    case .rpcService: ["rpc.service"]
    case .errorType: ["error.type"]
    case .traceState: ["w3c.tracestate"]
    case .grpcStatus: ["rpc.grpc.status_code", "rpc.response.status_code", "grpc.status_code"]
    case .generativeProvider: ["gen_ai.provider.name", "gen_ai.system"]
    case .generativeOperation: ["gen_ai.operation.name"]
    case .proxyCluster: ["upstream_cluster"]
    case .component: ["component"]
    }
  }
}

/// The concepts of a run's attribute keys, looked up by symbol.
public struct AttributeConcepts: Sendable {
  /// By symbol number: concept × 8 + rank of the name, or 255.
  private let codes: [UInt8]

  /// - Parameters:
  ///   - count: How many symbols there are.
  ///   - symbol: The symbol of a name, where it has one.
  init(count: Int, symbol: (String) -> Symbol?) {
    var codes = [UInt8](repeating: .max, count: count)
    for concept in AttributeConcept.allCases {
      for (rank, name) in concept.names.enumerated() {
        if let symbol = symbol(name) { codes[Int(symbol.index)] = concept.rawValue * 8 + UInt8(rank) }
      }
    }
    self.codes = codes
  }

  /// What `key` means, and how good a name it is (0 best); nil for a key no reader knows.
  @inlinable
  public func meaning(of key: Symbol) -> (concept: AttributeConcept, rank: UInt8)? {
    let code = code(of: key)
    guard code != .max, let concept = AttributeConcept(rawValue: code / 8) else { return nil }
    return (concept, code % 8)
  }

  public func code(of key: Symbol) -> UInt8 { codes[Int(key.index)] }
}
