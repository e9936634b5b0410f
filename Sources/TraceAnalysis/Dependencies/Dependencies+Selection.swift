import TraceModel

extension DependencyResult {
  /// The part of the graph between certain services.
  ///
  /// - Parameters:
  ///   - include: Which services are kept; all for none. What is no service is kept when it is joined to one that is.
  ///   - exclude: Which nodes are left out, of any type.
  /// - Returns: The part, in the same order. A name or id fits a pattern, and a service's name without its namespace.
  public func selecting(include: [NamePattern], exclude: [NamePattern]) -> DependencyResult {
    if include.isEmpty && exclude.isEmpty { return self }
    let isWanted = nodes.map { node in
      (include.isEmpty || node.category != .service || include.contains { node.fits($0) })
        && !exclude.contains { node.fits($0) }
    }
    var isJoined = nodes.indices.map { isWanted[$0] && (include.isEmpty || nodes[$0].category == .service) }
    if !include.isEmpty {
      for edge in edges {
        for (one, other) in [(edge.source, edge.target), (edge.target, edge.source)]
        where isWanted[one] && isWanted[other] && nodes[other].category == .service { isJoined[one] = true }
      }
    }
    return part(nodes: isJoined, edges: edges.map { isJoined[$0.source] && isJoined[$0.target] })
  }

  /// The plain names among `patterns` that no node has, each with what it may have meant to match.
  public func unmatched(_ patterns: [NamePattern]) -> [String] {
    patterns.filter { pattern in !nodes.contains { $0.fits(pattern) } }.map(\.text)
  }

  /// The graph with one node for each namespace, and how much that leaves out.
  ///
  /// Databases that only one namespace uses become part of it, and so do topics and brokers; a topic between several becomes
  /// edges from its producers to its consumers. Calls within a namespace are counted, not kept. Services without a namespace stay
  /// as they are. Between two nodes all calls are one edge, and all messages another.
  ///
  /// - Returns: The graph; unchanged where no service has a namespace.
  public func collapsedByNamespace() -> DependencyResult {
    bridgingTopics().collapsed()
  }

  private func collapsed() -> DependencyResult {
    let homes = namespaces()
    let names = Set(homes.compactMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if names.isEmpty { return self }
    var groups = names.map { name in
      DependencyNode(id: "service:\(name)/*", category: .service, name: name, group: "")
    }
    let groupOf = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: DependencyNode.Category.allCases.count), count: names.count)
    for place in nodes.indices {
      guard let home = homes[place], let group = groupOf[home] else { continue }
      groups[group].addRequests(of: nodes[place])
      counts[group][Int(nodes[place].category.rawValue)] += 1
    }
    for group in groups.indices {
      groups[group].members = counts[group].reduce(0, +)
      groups[group].details = [.members(counts[group])]
      // Its requests are those of its services, one inside another; what one of them calls says nothing of the whole.
      groups[group].callsPerRequest = .init()
    }
    var kept: [DependencyNode] = groups
    var places = [Int](repeating: -1, count: nodes.count)
    for place in nodes.indices {
      if let home = homes[place], let group = groupOf[home] {
        places[place] = group
      } else {
        places[place] = kept.count
        kept.append(nodes[place])
      }
    }
    return merged(into: kept, places)
  }

  /// The graph with edges from producers to consumers for topics and brokers that services of more than one namespace use.
  ///
  /// Messages are those that the consumer got; who of several producers sent them is not known, so that each producer's edge
  /// has its share, by what it published.
  private func bridgingTopics() -> DependencyResult {
    let homes = namespaces()
    var into = [[Int]](repeating: [], count: nodes.count)
    var outOf = into
    for place in edges.indices {
      into[edges[place].target].append(place)
      outOf[edges[place].source].append(place)
    }
    let bridged = nodes.indices.filter { node in
      (nodes[node].category == .topic || nodes[node].category == .broker) && homes[node] == nil
        && !into[node].isEmpty && !outOf[node].isEmpty
    }
    if bridged.isEmpty { return self }
    var isKept = [Bool](repeating: true, count: nodes.count)
    for node in bridged { isKept[node] = false }
    var result = self
    result.edges = edges.filter { isKept[$0.source] && isKept[$0.target] }
    for node in bridged {
      let producers = publishers(of: node, into, isKept)
      let published = producers.reduce(0) { $0 + edges[$1].traffic.volume }
      for producer in producers {
        for consumer in outOf[node] where isKept[edges[consumer].target] {
          var traffic = edges[consumer].traffic
          traffic.scale(edges[producer].traffic.volume, of: max(1, published))
          result.edges.append(
            DependencyEdge(
              source: edges[producer].source, target: edges[consumer].target, kind: .publish, traffic: traffic))
        }
      }
    }
    return result.part(nodes: isKept, edges: result.edges.map { _ in true })
  }

  /// The edges by which a topic's messages come from nodes that are kept: its own, and through routes those of the topics before it.
  private func publishers(of topic: Int, _ into: [[Int]], _ isKept: [Bool]) -> [Int] {
    var found: [Int] = []
    var seen: Set<Int> = [topic]
    var waiting = [topic]
    while let node = waiting.popLast() {
      for edge in into[node] {
        let source = edges[edge].source
        if isKept[source] {
          found.append(edge)
        } else if seen.insert(source).inserted {
          waiting.append(source)
        }
      }
    }
    return found.sorted()
  }

  /// The graph without the databases that one service alone uses: they stand in its box.
  public func foldingPrivateDatabases() -> (result: DependencyResult, folded: Int) {
    var user = [Int](repeating: -1, count: nodes.count)
    var isPrivate = nodes.map { $0.category == .database }
    var queries = [Int](repeating: 0, count: nodes.count)
    for edge in edges where isPrivate[edge.target] {
      if user[edge.target] >= 0, user[edge.target] != edge.source { isPrivate[edge.target] = false }
      user[edge.target] = edge.source
      queries[edge.target] += edge.traffic.calls
    }
    for edge in edges where nodes[edge.source].category == .database { isPrivate[edge.source] = false }
    for place in nodes.indices where user[place] < 0 { isPrivate[place] = false }
    var result = self
    for place in nodes.indices where isPrivate[place] {
      result.nodes[user[place]].details.append(.database(name: nodes[place].name, queries: queries[place]))
    }
    let part = result.part(
      nodes: isPrivate.map { !$0 }, edges: edges.map { !isPrivate[$0.target] && !isPrivate[$0.source] })
    return (part, isPrivate.count { $0 })
  }

  /// The graph in which the node of `places[i]` stands for node `i`; calls within one node of several are left out.
  private func merged(into kept: [DependencyNode], _ places: [Int]) -> DependencyResult {
    let order = kept.indices.sorted { kept[$0].id.utf8.lexicographicallyPrecedes(kept[$1].id.utf8) }
    var rank = [Int](repeating: 0, count: kept.count)
    for (place, node) in order.enumerated() { rank[node] = place }
    var result = self
    result.nodes = order.map { kept[$0] }
    var inside = [Int](repeating: 0, count: kept.count)
    var merged: [[Int]: DependencyEdge] = [:]
    for var edge in edges {
      let (source, target) = (places[edge.source], places[edge.target])
      if source == target, kept[source].members > 1 {
        inside[source] += edge.traffic.volume
        continue
      }
      edge.source = rank[source]
      edge.target = rank[target]
      if edge.kind == .inferred || edge.kind == .query, kept[source].members > 1 || kept[target].members > 1 {
        edge.kind = kept[target].category == .database ? .query : .call
      }
      if edge.kind == .route, kept[source].members > 1 || kept[target].members > 1 { edge.kind = .publish }
      let key = [edge.source, edge.target, Int(edge.kind.rawValue)]
      if merged[key]?.traffic.merge(edge.traffic) == nil { merged[key] = edge }
    }
    for node in kept.indices where inside[node] > 0 {
      result.nodes[rank[node]].details.append(.callsInside(inside[node]))
    }
    result.edges = merged.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    result.cycles = DependencyCycles(result).found()
    return result
  }

  /// The namespace of each node: a service's own; that of all services that touch it, for what is no service and has only one.
  public func namespaces() -> [String?] {
    var homes: [String?] = nodes.map { $0.category == .service && !$0.group.isEmpty ? $0.group : nil }
    var isShared = [Bool](repeating: false, count: nodes.count)
    var found = [String?](repeating: nil, count: nodes.count)
    for edge in edges {
      for (one, other) in [(edge.source, edge.target), (edge.target, edge.source)] {
        switch nodes[one].category {
        case .database, .topic, .broker: break
        case .service, .external, .user: continue
        }
        guard let home = homes[other], nodes[other].category == .service else {
          isShared[one] = true
          continue
        }
        if let earlier = found[one], earlier != home { isShared[one] = true }
        found[one] = home
      }
    }
    for place in nodes.indices where !isShared[place] && nodes[place].category != .service {
      homes[place] = found[place]
    }
    return homes
  }
}

extension DependencyNode {
  /// Whether the name or id fits; of a service also the name without its namespace.
  func fits(_ pattern: NamePattern) -> Bool {
    if pattern.matches(name) || pattern.matches(id) { return true }
    guard category == .service, !group.isEmpty, name.hasPrefix(group + "/") else { return false }
    return pattern.matches(String(name.dropFirst(group.count + 1)))
  }
}
