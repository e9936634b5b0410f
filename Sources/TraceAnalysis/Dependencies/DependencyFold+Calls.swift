import TraceModel

/// The call rules: pairs of spans, and calls of which only one side is known.
extension DependencyFold {
  mutating func observeServer(_ row: Int, _ node: Int32, _ reading: borrowing JourneyReading) {
    let table = reading.journey.table
    let parent = Int(table.columns.parents[row])
    if node < 0 { return }
    if parent < 0 {
      observeEntry(row, node, table)
      return
    }
    let caller = serviceNode(parent, table)
    let isPair = table.columns.kinds[parent] == .client
    // Within one service only a CLIENT parent shows that the call left the process.
    let isOwn = held.nodes.isOneService(caller, node)
    if caller < 0 || (isOwn && (!isPair || isHandedOn(by: parent, table))) { return }
    let call = isPair ? reading.calls.call(of: parent) : nil
    if let call, Int(call.deciding) != parent {
      // An earlier attempt: the call is counted where it went in the end.
      addTimes(row, parent, from: parent, to: self.edge(caller, node, .call), isCalled: false, table)
      return
    }
    let last = call.map { Int($0.last) } ?? parent
    let isAnswerOfLast = last == parent
    let failed =
      (isAnswerOfLast && table.columns.statuses[row] == .error)
      || (isPair && table.columns.statuses[last] == .error)
    let weight = weight(row, table)
    let reenters = !isOwn && isOnPath(node, above: parent, table)
    let edge = self.edge(caller, node, .call)
    addCall(from: parent, caller, edge: edge, table)
    held.edges.values[edge].calls += 1
    held.edges.values[edge].attempts += call?.attempts ?? 1
    held.edges.values[edge].estimatedMillionths += weight
    if failed { held.edges.values[edge].errors += 1 }
    if reenters { held.edges.values[edge].reentries += 1 }
    if !isPair {
      held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, .strong)
    }
    addTimes(row, parent, from: call.map { Int($0.first) } ?? parent, to: edge, isCalled: isPair, table, last: last)
  }

  /// Adds how long a server span took, and for a pair the network gap; when it counts as a call, how long that took from its first attempt to
  /// its last.
  private mutating func addTimes(
    _ row: Int, _ parent: Int, from first: Int, to edge: Int, isCalled: Bool, _ table: SpanTable, last: Int? = nil
  ) {
    let isTimed = !table.columns.flags[row].contains(.missingTime)
    let duration = table.columns.ends[row] &- table.columns.starts[row]
    if isTimed { durations.add(duration, .server, to: edge, of: &held.edges.values) }
    guard table.columns.kinds[parent] == .client else { return }
    if isCalled { addClientTime(from: first, to: last ?? parent, edge: edge, table) }
    if !isTimed || table.columns.flags[parent].contains(.missingTime) { return }
    let called = table.columns.ends[parent] &- table.columns.starts[parent]
    if called >= duration {
      durations.add(called &- duration, .gap, to: edge, of: &held.edges.values)
    } else {
      held.edges.values[edge].negativeGaps += 1
    }
  }

  /// Adds how long a call took, from its first attempt's start to its last one's end.
  private mutating func addClientTime(from first: Int, to last: Int, edge: Int, _ table: SpanTable) {
    if table.columns.flags[first].union(table.columns.flags[last]).contains(.missingTime) { return }
    durations.add(table.columns.ends[last] &- table.columns.starts[first], .client, to: edge, of: &held.edges.values)
  }

  /// Whether a CLIENT between two SERVER spans of its service is a proxy's inbound half: then all three are one call.
  private mutating func isHandedOn(by client: Int, _ table: SpanTable) -> Bool {
    let above = Int(table.columns.parents[client])
    guard above >= 0, table.columns.kinds[above] == .server, table.isWithinOneService(above, client) else {
      return false
    }
    peers.read(client, in: table)
    return peers.isInboundProxy
  }

  /// A SERVER without a parent in the dump: its caller is what it names as its peer, or the user.
  mutating func observeEntry(_ row: Int, _ node: Int32, _ table: SpanTable) {
    var caller: Int32 = -1
    if namesPeers {
      peers.read(row, in: table)
      if let name = peers.peerService { caller = held.nodes.named(.external, name) }
    }
    if caller < 0, options.virtualUser, table.columns.parentIDs[row].isNone {
      caller = held.nodes.named(.user, DependencyFold.user)
    }
    if caller < 0 { return }
    let weight = weight(row, table)
    let edge = self.edge(caller, node, .call)
    addOneSided(edge, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .server, to: edge, of: &held.edges.values)
    }
  }

  private static let user = Array("user".utf8)[...]

  mutating func observeClient(_ row: Int, _ node: Int32, _ reading: borrowing JourneyReading) {
    let table = reading.journey.table
    observeInferred(row, node, table)
    if node < 0 { return }
    let part = reading.calls.part(row)
    if part == .layer || part == .transport { return }
    var hasRemoteConsumer = false
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode < 0 { continue }
      let kind = table.columns.kinds[Int(child)]
      if kind == .server { return }
      if !held.nodes.isOneService(childNode, node) {
        if kind != .consumer { return }
        hasRemoteConsumer = true
      }
    }
    if hasRemoteConsumer || reading.messages.index(of: row) != nil { return }
    let call = reading.calls.call(of: row)
    // Of several attempts the deciding one counts; it is the last where nobody answered any.
    if let call, Int(call.deciding) != row { return }
    let naming = call.map { Int($0.naming) } ?? row
    peers.read(naming, in: table)
    var target: Int32 = -1
    var kind = DependencyEdge.Kind.call
    if peers.isDatabase {
      target = held.nodes.named(.database, peers.databaseName(by: options.databaseName))
      kind = .query
    } else if let name = peers.externalName(naming, in: table) {
      target = held.nodes.named(.external, name)
    } else {
      held.unresolved.clientsWithoutPeer += 1
      return
    }
    let edge = self.edge(node, target, kind)
    addCall(from: row, node, edge: edge, table)
    addOneSided(edge, row, weight(row, table), table, attempts: call?.attempts ?? 1)
    addClientTime(from: call.map { Int($0.first) } ?? row, to: call.map { Int($0.last) } ?? row, edge: edge, table)
  }

  /// A span without a kind that names its peer is what older Zipkin tracers wrote for a CLIENT.
  mutating func observeKindless(_ row: Int, _ node: Int32, _ table: SpanTable) {
    if node < 0 || table.columns.services[row].isEmpty { return }
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode >= 0 && (!held.nodes.isOneService(childNode, node) || table.columns.kinds[Int(child)] == .server) {
        return
      }
    }
    peers.read(row, in: table)
    guard let name = peers.peerService else { return }
    let weight = carriesSampling ? peers.weightMillionths : 1_000_000
    let edge: Int
    if peers.isDatabase {
      edge = self.edge(node, held.nodes.named(.database, peers.databaseName(by: options.databaseName)), .query)
    } else {
      edge = self.edge(node, held.nodes.named(.external, name), .call)
    }
    addCall(from: row, node, edge: edge, table)
    addOneSided(edge, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .client, to: edge, of: &held.edges.values)
    }
  }

  mutating func addOneSided(_ edge: Int, _ row: Int, _ weight: Int, _ table: SpanTable, attempts: Int = 1) {
    held.edges.values[edge].calls += 1
    held.edges.values[edge].attempts += attempts
    held.edges.values[edge].estimatedMillionths += weight
    if table.columns.statuses[row] == .error { held.edges.values[edge].errors += 1 }
    held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, .strong)
  }

  /// A child in another service than its parent, with nothing that says how it was reached.
  @inline(__always)
  mutating func observeInferred(_ row: Int, _ node: Int32, _ table: SpanTable) {
    let parent = Int(table.columns.parents[row])
    if parent < 0 || node < 0 { return }
    let caller = serviceNode(parent, table)
    if caller < 0 || held.nodes.isOneService(caller, node) { return }
    addInferred(from: caller, to: node, service: node, row, parent, table)
  }

  /// Adds an inferred edge; whether it failed is told by the parent alone.
  mutating func addInferred(
    from caller: Int32, to target: Int32, service: Int32, _ row: Int, _ parent: Int, _ table: SpanTable
  ) {
    let weight = weight(row, table)
    let reenters = isOnPath(service, above: parent, table)
    let edge = self.edge(caller, target, .inferred)
    addCall(from: parent, caller, edge: edge, table)
    held.edges.values[edge].calls += 1
    held.edges.values[edge].attempts += 1
    held.edges.values[edge].estimatedMillionths += weight
    if table.columns.statuses[parent] == .error { held.edges.values[edge].errors += 1 }
    if reenters { held.edges.values[edge].reentries += 1 }
    held.edges.values[edge].confidence = max(held.edges.values[edge].confidence, .strong)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .server, to: edge, of: &held.edges.values)
    }
  }

  /// Whether `node`, which the span of `row` calls, owns a span from which the path came to `row`; notes how many services
  /// lie on the path. Looks at most 128 spans up.
  mutating func isOnPath(_ node: Int32, above row: Int, _ table: SpanTable) -> Bool {
    var isThere = false
    var last = serviceNode(row, table)
    var services = last == node ? 1 : 2
    let trace = table.traceID(of: SpanIndex(row: row))
    var row = row
    for _ in 0..<128 {
      row = Int(table.columns.parents[row])
      if row < 0 { break }
      let above = serviceNode(row, table)
      if above == node { isThere = true }
      if above != last, above >= 0 {
        services += 1
        last = above
      }
    }
    held.requests.see(depth: services, in: trace)
    return isThere
  }
}
