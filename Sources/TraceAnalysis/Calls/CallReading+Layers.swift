import TraceModel

/// Which CLIENT spans lie within one another, and what they say of their peers.
extension CallReading {
  /// Finds the CLIENT spans that lie within a CLIENT of their service; between the two are INTERNAL spans of that service alone.
  ///
  /// Each span is looked at once: an INTERNAL span is asked for its answer only by what lies right below it.
  mutating func findLayers(_ table: SpanTable) {
    var found: [(row: Int, around: Int)] = []
    for row in rows where table.columns.kinds[row] == .client {
      let around = clientAround(row, table)
      if around >= 0 { found.append((row, around)) }
    }
    if found.isEmpty { return }
    var index: [Int: Int] = [:]
    for (row, around) in found {
      for row in [around, row] where index[row] == nil {
        index[row] = nodes.count
        nodes.append(Node(row: row, around: -1))
      }
    }
    for (row, around) in found {
      guard let inner = index[row], let outer = index[around] else { continue }
      nodes[inner].around = outer
      nodes[outer].isInnermost = false
    }
  }

  private func clientAround(_ row: Int, _ table: SpanTable) -> Int {
    var below = row
    for _ in 0..<CallReading.reach {
      let above = Int(table.columns.parents[below])
      if above < 0 || !table.isWithinOneService(above, below) { return -1 }
      switch table.columns.kinds[above] {
      case .client: return above
      case .internal, .unspecified: below = above
      case .server, .producer, .consumer: return -1
      }
    }
    return -1
  }

  /// How many spans may lie between two layers of one call.
  static let reach = 64

  /// Reads what a span says of its peer, and who answered it.
  mutating func describe(_ index: Int, _ table: SpanTable) {
    let row = nodes[index].row
    peers.read(row, in: table)
    nodes[index].isAgent = peers.isAgent
    if peers.isMessaging {
      nodes[index].message = peers.role(kind: .client, name: symbols.bytes(of: table.columns.names[row]))
    }
    nodes[index].rank = peers.nameRank
    nodes[index].service = Array(peers.peerService ?? [])
    nodes[index].address = Array(peers.address ?? [])
    nodes[index].failed = table.columns.statuses[row] == .error || peers.wasTurnedAway
    for child in table.children(of: SpanIndex(row: row)) {
      let child = Int(child)
      let isServer = table.columns.kinds[child] == .server
      guard isServer || !table.isWithinOneService(row, child) else { continue }
      let owner = table.owner(of: child)
      if owner == .none { continue }
      nodes[index].isAnswered = true
      nodes[index].answer = owner
      if table.columns.statuses[child] == .error { nodes[index].failed = true }
    }
  }

  /// Whether two spans call one peer: one answered, else what they say may mean the same.
  func isOnePeer(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (nodes[left], nodes[right])
    if one.isAnswered, other.isAnswered { return one.answer.isOne(with: other.answer) }
    if one.isAnswered, names(other, one.answer) { return true }
    if other.isAnswered, names(one, other.answer) { return true }
    if !one.service.isEmpty, !other.service.isEmpty { return one.service == other.service }
    if one.address.isEmpty || other.address.isEmpty { return true }
    return PeerAddress.mayBeOne(one.address[...], other.address[...])
  }

  private func names(_ node: Node, _ answer: ServiceKey) -> Bool {
    let name = symbols.bytes(of: answer.name)
    return name.elementsEqual(node.service) || name.elementsEqual(PeerAddress.host(of: node.address[...]))
  }

  /// Whether an outer span means the peer that one within it calls. A service's name beside an address says nothing against it.
  func meansOnePeer(_ outer: Int, _ inner: Int) -> Bool {
    let (one, other) = (nodes[outer], nodes[inner])
    if !one.address.isEmpty, !other.address.isEmpty {
      return PeerAddress.mayBeOne(one.address[...], other.address[...])
    }
    if !one.service.isEmpty, !other.service.isEmpty { return one.service == other.service }
    return true
  }
}
