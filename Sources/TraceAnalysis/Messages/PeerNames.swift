import TraceModel

/// What the attributes of one span say about the other side of it.
struct PeerNames: Sendable {
  private var values = ConceptValues()
  private let concepts: AttributeConcepts
  /// Keys that name an address only as part of something else; read when nothing better is there.
  private let addressKeys: [Symbol]
  private let temporaryKey: Symbol?
  private let operationKey: Symbol?
  /// By symbol: whether a span that has it is a messaging span; empty when no key of the run is such a one.
  private let isMessagingKey: [Bool]
  private var text: [UInt8] = []
  private var temporary = false

  init(symbols: SymbolTable) {
    concepts = symbols.concepts
    addressKeys = PeerNames.addressAttributes.compactMap { symbols.symbol(of: $0) }
    temporaryKey = symbols.symbol(of: "messaging.destination.temporary")
    operationKey = symbols.symbol(of: "messaging.operation.name")
    isMessagingKey = PeerNames.messagingKeys(symbols)
  }

  static let addressAttributes = ["url.full", "http.url", "http.host"]

  /// Reads the attributes of the span of `row`.
  mutating func read(_ row: Int, in table: SpanTable) {
    values.read(table.columns.attributes[row], in: table, concepts: concepts)
    temporary = false
    if case .bool(true)? = values[.messagingAnonymous] { temporary = true }
    // Only the current name counts: pika's instrumentation sets the older `messaging.temp_destination` on every publish.
    if !temporary, let temporaryKey, values[.messagingTemporary] != nil,
      case .bool(true)? = table.attribute(temporaryKey, of: SpanIndex(row: row))
    {
      temporary = true
    }
  }

  /// The value as text of at least one byte.
  private func text(_ concept: AttributeConcept) -> ArraySlice<UInt8>? {
    guard let value = values[concept] else { return nil }
    let bytes = value.bytes
    return bytes.isEmpty ? nil : bytes
  }

  var peerService: ArraySlice<UInt8>? { text(.peerService) }

  // MARK: Databases and external systems

  var isDatabase: Bool {
    values[.databaseSystem] != nil || values[.databaseNamespace] != nil || values[.databaseStatement] != nil
  }

  /// A database's name; never nil for a span that ``isDatabase``. A bare address names it only before its system does.
  mutating func databaseName(by way: DependencyOptions.DatabaseName) -> ArraySlice<UInt8> {
    switch way {
    case .peer:
      peerByName() ?? text(.databaseNamespace) ?? namedPeer() ?? text(.databaseSystem) ?? PeerNames.database
    case .namespace: text(.databaseNamespace) ?? namedPeer() ?? text(.databaseSystem) ?? PeerNames.database
    case .system: text(.databaseSystem) ?? text(.databaseNamespace) ?? PeerNames.database
    }
  }

  private static let database = Array("database".utf8)[...]

  /// The name of what a CLIENT called, nil when the span names nothing at all.
  mutating func externalName(_ row: Int, in table: SpanTable) -> ArraySlice<UInt8>? {
    if let name = namedPeer() { return name }
    // Nothing but loopback: with its port it still tells one called process from another.
    if let address = text(.serverAddress) { return joined(address, text(.serverPort) ?? text(.networkPeerPort)) }
    if let address = text(.networkPeerAddress) { return joined(address, networkPort) }
    for key in addressKeys {
      if let value = table.attribute(key, of: SpanIndex(row: row)), let host = PeerAddress.authority(of: value.bytes) {
        return host
      }
    }
    return text(.generativeProvider) ?? text(.messagingSystem) ?? text(.rpcService)
  }

  /// The peer by name or by an address that means the same everywhere.
  private mutating func namedPeer() -> ArraySlice<UInt8>? {
    if let name = text(.peerService) { return name }
    if let address = text(.serverAddress), !PeerAddress.isLoopback(address) { return address }
    if let address = text(.networkPeerAddress), !PeerAddress.isLoopback(address) {
      return joined(address, networkPort)
    }
    return nil
  }

  /// The peer by name or by an address that is no bare number.
  private mutating func peerByName() -> ArraySlice<UInt8>? {
    if let name = text(.peerService) { return name }
    if let address = text(.serverAddress), PeerAddress.isName(address) { return address }
    if let address = text(.networkPeerAddress), PeerAddress.isName(address) { return joined(address, networkPort) }
    return nil
  }

  /// The port of the peer's network address; `net.peer.port` is that of `net.peer.ip` where no name stands beside it.
  private var networkPort: ArraySlice<UInt8>? {
    text(.networkPeerPort) ?? (values[.serverAddress] == nil ? text(.serverPort) : nil)
  }

  private mutating func joined(_ address: ArraySlice<UInt8>, _ port: ArraySlice<UInt8>?) -> ArraySlice<UInt8> {
    guard let port else { return address }
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: address)
    text.append(UInt8(ascii: ":"))
    text.append(contentsOf: port)
    return text[...]
  }

  // MARK: Messaging

  private static func messagingKeys(_ symbols: SymbolTable) -> [Bool] {
    let keys = AttributeConcept.marksOfMessaging.flatMap(\.names).compactMap { symbols.symbol(of: $0) }
    if keys.isEmpty { return [] }
    var isKey = [Bool](repeating: false, count: symbols.count)
    for key in keys { isKey[Int(key.index)] = true }
    return isKey
  }

  /// Whether reading the span of `row` would find that it ``isMessaging``; cheaper, for most spans are not.
  func isMessagingSpan(_ row: Int, in table: SpanTable) -> Bool {
    if !table.columns.flags[row].contains(.mayBeMessaging) || isMessagingKey.isEmpty { return false }
    return table.hasAttribute(in: table.columns.attributes[row]) { isMessagingKey[Int($0.index)] }
  }

  /// Whether the span says anything of messages.
  var isMessaging: Bool { AttributeConcept.marksOfMessaging.contains { values[$0] != nil } }

  /// What a messaging span does, told by its operation, by its name, and only then by its kind; nil for nothing that is known.
  func role(kind: SpanKind, name: ArraySlice<UInt8>) -> MessageRole? {
    if let said = saidRole(kind: kind, name: name) { return said.role }
    switch kind {
    case .producer: return .publish
    case .consumer: return .process
    default: return nil
    }
  }

  /// What the span itself says it does, and whether an attribute says so rather than a word of its name.
  func saidRole(kind: SpanKind, name: ArraySlice<UInt8>) -> (role: MessageRole, isAttribute: Bool)? {
    for concept in [AttributeConcept.messagingOperationType, .messagingOperationName] {
      if let word = text(concept), let role = MessageWords.role(named: word) { return (role, true) }
    }
    guard let role = MessageWords.role(inName: name, isDestination: isDestination) else { return nil }
    switch kind {
    case .producer: return role.isConsumption ? nil : (role, false)
    case .consumer: return role.isContext ? nil : (role, false)
    default: return role == .settle && !isMessaging ? nil : (role, false)
    }
  }

  private func isDestination(_ name: ArraySlice<UInt8>) -> Bool {
    text(.messagingDestination).map { $0.elementsEqual(name) } == true
      || text(.messagingDestinationTemplate).map { $0.elementsEqual(name) } == true
  }

  /// System and name of the topic as it is drawn; nil when it has no name.
  var topic: (system: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
    let system = text(.messagingSystem) ?? []
    if temporary { return (system, PeerNames.temporaryName) }
    guard let name = text(.messagingDestinationTemplate) ?? text(.messagingDestination) ?? text(.peerService) else {
      return nil
    }
    return (system, name)
  }

  /// The destination that the span itself names: what a peer is called, and a template, are none.
  var destination: ArraySlice<UInt8>? { text(.messagingDestination) }

  var hasTemplate: Bool { values[.messagingDestinationTemplate] != nil }

  private static let temporaryName = Array("(temporary)".utf8)[...]

  var brokerName: ArraySlice<UInt8>? {
    if let name = text(.peerService) { return name }
    if let address = text(.serverAddress), !PeerAddress.isLoopback(address) { return address }
    return text(.messagingSystem)
  }

  /// The consumer group or subscription that the span names.
  var consumerGroup: ArraySlice<UInt8>? { text(.messagingConsumerGroup) }

  /// A fixed hash (FNV-1a) of the message id; 0 when there is none.
  var messageID: UInt64 {
    guard let id = text(.messagingMessageID) else { return 0 }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in id { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
    return hash | 1
  }

  /// How many messages the span says it is about.
  var batchCount: Int? {
    values[.messagingBatchCount]?.integer.flatMap { $0 < 0 ? nil : Int(min($0, 1_000_000_000)) }
  }

  // MARK: Calls

  /// How well a span names what it calls: the better, the smaller.
  enum NameRank: UInt8 {
    case database, service, address, other, none
  }

  var nameRank: NameRank {
    if isDatabase { return .database }
    if text(.peerService) != nil { return .service }
    if let address = text(.serverAddress) ?? text(.networkPeerAddress), !PeerAddress.isLoopback(address) {
      return .address
    }
    if values[.serverAddress] != nil || values[.networkPeerAddress] != nil || text(.generativeProvider) != nil
      || text(.rpcService) != nil || text(.messagingSystem) != nil
    {
      return .other
    }
    return .none
  }

  /// The address that the span called, loopback too.
  var address: ArraySlice<UInt8>? { text(.serverAddress) ?? text(.networkPeerAddress) }

  /// Whether the span runs an agent, which makes calls of its own.
  var isAgent: Bool { text(.generativeOperation)?.elementsEqual("invoke_agent".utf8) == true }

  /// Whether the span is the half of a proxy that hands on what came in.
  var isInboundProxy: Bool {
    if let cluster = text(.proxyCluster) { return cluster.starts(with: "inbound|".utf8) }
    return text(.component)?.elementsEqual("proxy".utf8) == true
  }

  /// Whether the answer, as far as the span tells, asks for another attempt: refused, 429, 5xx or a failure of gRPC.
  var wasTurnedAway: Bool {
    if let status = values[.httpStatus]?.integer, status == 429 || status >= 500 { return true }
    if let status = values[.grpcStatus]?.integer, status != 0 { return true }
    return text(.errorType).map { PeerAddress.contains($0, "refused") } == true
  }

  /// How many calls this one stands for, in millionths, by the threshold in its trace state (`ot=th:8`).
  var weightMillionths: Int {
    text(.traceState).map(SamplingThreshold.weightMillionths) ?? 1_000_000
  }
}
