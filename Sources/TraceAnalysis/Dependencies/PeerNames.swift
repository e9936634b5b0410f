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
    concepts = AttributeConcepts(symbols: symbols)
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

  /// A database's name; never nil for a span that ``isDatabase``.
  mutating func databaseName(by way: DependencyOptions.DatabaseName) -> ArraySlice<UInt8> {
    switch way {
    case .peer: namedPeer() ?? text(.databaseNamespace) ?? text(.databaseSystem) ?? PeerNames.database
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
      if let value = table.attribute(key, of: SpanIndex(row: row)), let host = PeerNames.authority(of: value.bytes) {
        return host
      }
    }
    return text(.messagingSystem) ?? text(.rpcService)
  }

  /// The peer by name or by an address that means the same everywhere.
  private mutating func namedPeer() -> ArraySlice<UInt8>? {
    if let name = text(.peerService) { return name }
    if let address = text(.serverAddress), !PeerNames.isLoopback(address) { return address }
    if let address = text(.networkPeerAddress), !PeerNames.isLoopback(address) {
      return joined(address, networkPort)
    }
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

  static func isLoopback(_ address: ArraySlice<UInt8>) -> Bool {
    guard let first = address.first else { return true }
    switch first {
    case UInt8(ascii: "1"): return address.starts(with: "127.".utf8)
    case UInt8(ascii: "l"): return address.elementsEqual("localhost".utf8)
    case UInt8(ascii: "0"):
      return address.elementsEqual("0.0.0.0".utf8) || address.elementsEqual("0:0:0:0:0:0:0:1".utf8)
    case UInt8(ascii: ":"): return address.elementsEqual("::1".utf8)
    case UInt8(ascii: "["): return address.elementsEqual("[::1]".utf8)
    default: return false
    }
  }

  /// Host and port of a URL, or of a bare `host:port`; nil when there is none.
  static func authority(of url: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = url
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      rest = rest[(colon + 3)...]
    }
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    rest = rest[..<(end ?? rest.endIndex)]
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[(at + 1)...] }
    return rest.isEmpty ? nil : rest
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

  /// Whether the span says anything of a messaging system.
  var isMessaging: Bool {
    values[.messagingSystem] != nil || values[.messagingDestination] != nil
      || values[.messagingDestinationTemplate] != nil
  }

  /// What a messaging span does: told by its attributes, then by its kind, then by the last word of its name.
  func role(kind: SpanKind, name: ArraySlice<UInt8>) -> MessageRole? {
    if let operation = text(.messagingOperationType), let role = PeerNames.role(named: operation) { return role }
    let last = name.lastIndex(of: UInt8(ascii: " ")).map { name[($0 + 1)...] } ?? name
    switch kind {
    case .producer: return PeerNames.role(named: last) == .create ? .create : .publish
    case .consumer:
      let role = PeerNames.role(named: last)
      return role == .receive || role == .settle ? role : .process
    default: return text(.messagingOperationName).flatMap(PeerNames.role(named:)) ?? PeerNames.role(named: last)
    }
  }

  private static let words: [(word: [UInt8], role: MessageRole)] = [
    ("send", MessageRole.publish), ("publish", .publish), ("create", .create), ("receive", .receive),
    ("poll", .receive), ("process", .process), ("deliver", .process), ("settle", .settle), ("ack", .settle),
    ("nack", .settle), ("reject", .settle),
  ].map { (Array($0.0.utf8), $0.1) }

  private static func role(named word: ArraySlice<UInt8>) -> MessageRole? {
    words.first { $0.word.elementsEqual(word) }?.role
  }

  /// System and name of the topic; nil when it has no name.
  var topic: (system: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
    let system = text(.messagingSystem) ?? []
    if temporary { return (system, PeerNames.temporaryName) }
    guard let name = text(.messagingDestinationTemplate) ?? text(.messagingDestination) ?? text(.peerService) else {
      return nil
    }
    return (system, name)
  }

  private static let temporaryName = Array("(temporary)".utf8)[...]

  var brokerName: ArraySlice<UInt8>? {
    if let name = text(.peerService) { return name }
    if let address = text(.serverAddress), !PeerNames.isLoopback(address) { return address }
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

  // MARK: Sampling

  /// How many calls this one stands for, in millionths, by the threshold in its trace state (`ot=th:8`).
  ///
  /// Source: OpenTelemetry, "TraceState: Probability Sampling".
  var weightMillionths: Int {
    guard let state = text(.traceState) else { return 1_000_000 }
    for entry in state.split(separator: UInt8(ascii: ",")) {
      let entry = entry.drop { $0 == UInt8(ascii: " ") }
      guard entry.starts(with: "ot=".utf8) else { continue }
      for part in entry.dropFirst(3).split(separator: UInt8(ascii: ";")) where part.starts(with: "th:".utf8) {
        var threshold: UInt64 = 0
        let digits = part.dropFirst(3)
        guard !digits.isEmpty, digits.count <= 14 else { return 1_000_000 }
        for digit in digits {
          guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return 1_000_000 }
          threshold = threshold << 4 | UInt64(value)
        }
        threshold <<= UInt64(4 * (14 - digits.count))
        let kept = (1 << 56) - threshold
        let (high, low) = UInt64(1_000_000).multipliedFullWidth(by: 1 << 56)
        return kept > high ? Int(clamping: kept.dividingFullWidth((high, low)).quotient) : 1_000_000
      }
    }
    return 1_000_000
  }
}
