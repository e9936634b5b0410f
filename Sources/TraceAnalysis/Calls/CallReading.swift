import TraceModel

/// Which CLIENT spans of a journey are one call.
///
/// A CLIENT within a CLIENT of its service is a layer of one call (an SDK or gRPC over HTTP, an application over its sidecar): the innermost
/// are the calls, those around them none. A repeat of a failed call below one outer CLIENT is another attempt of that call. Most journeys have no
/// CLIENT within a CLIENT; then every CLIENT is a call of its own, and nothing is kept.
struct CallReading: Sendable {
  /// The span attributes it reads.
  static let requiredAttributes =
    [
      AttributeConcept.databaseSystem, .databaseNamespace, .databaseStatement, .peerService, .serverAddress,
      .serverPort,
      .networkPeerAddress, .networkPeerPort, .rpcService, .httpStatus, .grpcStatus, .errorType, .generativeProvider,
      .generativeOperation, .proxyCluster, .component,
    ].flatMap(\.names) + AttributeConcept.marksOfMessaging.flatMap(\.names)

  /// One call as its attempts tell of it.
  struct Call: Sendable {
    /// Row of the first attempt: the call starts where it starts.
    var first: Int32
    /// Row of the last attempt: the call ends where it ends, and failed when it failed.
    var last: Int32
    /// Row of the attempt that decides what was called: the last answered one, else the last.
    var deciding: Int32
    /// Row of the span that names the peer best: of the deciding attempt and of the layers around it that mean the same peer.
    var naming: Int32
    var attempts: Int
  }

  /// What a CLIENT span is.
  enum Part: Sendable, Equatable {
    /// A call of its own.
    case whole
    /// A layer around a call, no call itself.
    case layer
    /// Layers around several different calls, and to none of their peers: a call beside them.
    case beside
    /// An attempt of the call of this number.
    case attempt(Int)
    /// What a span that sends or takes messages does to get it done: no call.
    case transport
  }

  /// The calls of which a layer or several attempts are known.
  var calls: [Call] = []
  private(set) var rows = 0..<0
  private var isRead = false
  /// By row of the journey; empty when every CLIENT is a call of its own.
  var parts: [Part] = []
  var peers: PeerNames
  let symbols: SymbolTable
  /// The CLIENT spans of the journey that lie within another or around one.
  var nodes: [Node] = []
  /// By call: whether its deciding attempt was answered.
  var isAnswered: [Bool] = []

  /// A CLIENT span among others.
  struct Node: Sendable {
    var row: Int
    /// Index of the CLIENT right around it; -1 for none.
    var around: Int
    var isInnermost = true
    /// What it does with messages; nil for nothing.
    var message: MessageRole?
    /// Runs an agent: what lies within are calls of its own.
    var isAgent = false
    /// Calls to several peers lie within.
    var isSeveral = false
    /// A call to its own peer lies within.
    var hasOwnPeerWithin = false
    /// Of the innermost within: the one that stands for their peer, -1 for none.
    var inner = -1
    /// The service that answered; `none` when nobody did.
    var answer = ServiceKey.none
    var isAnswered = false
    var failed = false
    var rank = PeerNames.NameRank.none
    /// What the span says of its peer.
    var service: [UInt8] = []
    var address: [UInt8] = []
  }

  init(symbols: SymbolTable) {
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
  }

  /// Reads a journey, once until ``forget()``. O(*n*) in its spans; attributes are read of CLIENT spans within one another alone.
  mutating func read(_ journey: borrowing Journey) {
    if isRead { return }
    isRead = true
    rows = journey.rows
    findLayers(journey.table)
    if nodes.isEmpty { return }
    parts.append(contentsOf: repeatElement(.whole, count: rows.count))
    for index in nodes.indices { describe(index, journey.table) }
    compareWithin()
    findCalls(journey.table)
  }

  mutating func forget() {
    if !isRead { return }
    isRead = false
    calls.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    isAnswered.removeAll(keepingCapacity: true)
  }

  /// What the CLIENT span of `row` is.
  @inline(__always)
  func part(_ row: Int) -> Part { parts.isEmpty ? .whole : parts[row - rows.lowerBound] }

  /// Whether the CLIENT span of `row` counts as a call: the last attempt of each, and no layer.
  @inline(__always)
  func isCall(_ row: Int) -> Bool {
    if parts.isEmpty { return true }
    return switch parts[row - rows.lowerBound] {
    case .whole, .beside: true
    case .layer, .transport: false
    case .attempt(let number): Int(calls[number].last) == row
    }
  }

  /// The call that the CLIENT span of `row` is an attempt of; nil when it is no attempt or a call of its own.
  @inline(__always)
  func call(of row: Int) -> Call? {
    if parts.isEmpty { return nil }
    guard case .attempt(let number) = parts[row - rows.lowerBound] else { return nil }
    return calls[number]
  }
}

extension JourneyReading {
  /// Finds ``calls``.
  mutating func findCalls() { calls.read(journey) }
}
