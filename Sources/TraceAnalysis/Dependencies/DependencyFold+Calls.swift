import TraceModel

/// The call rules: pairs of spans, and calls of which only one side is known.
extension DependencyFold {
  mutating func observeServer(_ row: Int, _ node: Int32, _ table: SpanTable) {
    let parent = Int(table.columns.parents[row])
    if node < 0 { return }
    if parent < 0 {
      observeEntry(row, node, table)
      return
    }
    let caller = serviceNode(parent, table)
    let isPair = table.columns.kinds[parent] == .client
    // Within one service only a CLIENT parent shows that the call left the process.
    let isOwn = nodes.isOneService(caller, node)
    if caller < 0 || (isOwn && !isPair) { return }
    let failed = table.columns.statuses[row] == .error || (isPair && table.columns.statuses[parent] == .error)
    let weight = weight(row, table)
    let reenters = !isOwn && isOnPath(node, above: parent, table)
    let place = edge(caller, node, .call)
    addCall(from: parent, caller, edge: place, table)
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if failed { traffic[place].errors += 1 }
    if reenters { traffic[place].reentries += 1 }
    let isTimed = !table.columns.flags[row].contains(.missingTime)
    let duration = table.columns.ends[row] &- table.columns.starts[row]
    if isTimed { durations.add(duration, .server, to: place, of: &traffic) }
    if isPair {
      if table.columns.flags[parent].contains(.missingTime) { return }
      let called = table.columns.ends[parent] &- table.columns.starts[parent]
      durations.add(called, .client, to: place, of: &traffic)
      if isTimed {
        if called >= duration {
          durations.add(called &- duration, .gap, to: place, of: &traffic)
        } else {
          traffic[place].negativeGaps += 1
        }
      }
    } else {
      traffic[place].confidence = max(traffic[place].confidence, .strong)
    }
  }

  /// A SERVER without a parent in the dump: its caller is what it names as its peer, or the user.
  mutating func observeEntry(_ row: Int, _ node: Int32, _ table: SpanTable) {
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
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .server, to: place, of: &traffic)
    }
  }

  private static let user = Array("user".utf8)[...]

  mutating func observeClient(_ row: Int, _ node: Int32, _ table: SpanTable) {
    observeInferred(row, node, table)
    if node < 0 { return }
    var hasRemoteConsumer = false
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode < 0 { continue }
      let kind = table.columns.kinds[Int(child)]
      if kind == .server { return }
      if !nodes.isOneService(childNode, node) {
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
    addCall(from: row, node, edge: place, table)
    addOneSided(place, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .client, to: place, of: &traffic)
    }
  }

  /// A span without a kind that names its peer is what older Zipkin tracers wrote for a CLIENT.
  mutating func observeKindless(_ row: Int, _ node: Int32, _ table: SpanTable) {
    if node < 0 || table.columns.services[row].isEmpty { return }
    for child in table.children(of: SpanIndex(row: row)) {
      let childNode = serviceNode(Int(child), table)
      if childNode >= 0 && (!nodes.isOneService(childNode, node) || table.columns.kinds[Int(child)] == .server) {
        return
      }
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
    addCall(from: row, node, edge: place, table)
    addOneSided(place, row, weight, table)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .client, to: place, of: &traffic)
    }
  }

  mutating func addOneSided(_ place: Int, _ row: Int, _ weight: Int, _ table: SpanTable) {
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if table.columns.statuses[row] == .error { traffic[place].errors += 1 }
    traffic[place].confidence = max(traffic[place].confidence, .strong)
  }

  /// A child in another service than its parent, with nothing that says how it was reached.
  @inline(__always)
  mutating func observeInferred(_ row: Int, _ node: Int32, _ table: SpanTable) {
    let parent = Int(table.columns.parents[row])
    if parent < 0 || node < 0 { return }
    let caller = serviceNode(parent, table)
    if caller < 0 || nodes.isOneService(caller, node) { return }
    addInferred(from: caller, to: node, service: node, row, parent, table)
  }

  /// Adds an inferred edge; whether it failed is told by the parent alone.
  mutating func addInferred(
    from caller: Int32, to target: Int32, service: Int32, _ row: Int, _ parent: Int, _ table: SpanTable
  ) {
    let weight = weight(row, table)
    let reenters = isOnPath(service, above: parent, table)
    let place = edge(caller, target, .inferred)
    addCall(from: parent, caller, edge: place, table)
    traffic[place].calls += 1
    traffic[place].estimatedMillionths += weight
    if table.columns.statuses[parent] == .error { traffic[place].errors += 1 }
    if reenters { traffic[place].reentries += 1 }
    traffic[place].confidence = max(traffic[place].confidence, .strong)
    if !table.columns.flags[row].contains(.missingTime) {
      durations.add(table.columns.ends[row] &- table.columns.starts[row], .server, to: place, of: &traffic)
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
    requests.see(depth: services, in: trace)
    return isThere
  }
}
