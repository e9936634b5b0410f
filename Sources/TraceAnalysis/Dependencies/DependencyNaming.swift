import TraceModel

/// Turns the numbered nodes and edges of a fold into named, merged, sorted ones: the order in which they were first met
/// leaves no trace.
struct DependencyNaming {
  private let symbols: SymbolTable
  private let state: DependencyState

  init(_ state: DependencyState, symbols: SymbolTable) {
    self.symbols = symbols
    self.state = state
  }

  func result() -> DependencyResult {
    var result = DependencyResult()
    result.unresolved = state.unresolved
    result.roots = state.roots
    result.deepest = state.requests.deepest
    result.polls = state.polls
    let named = namedNodes()
    let used = usedNodes()
    // Ids are compared by their bytes: to `String`, names that differ in their Unicode form alone are one.
    let ids = named.map { Array($0.id.utf8) }
    let order = named.indices.filter { used[$0] }.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
    var numbers = [Int](repeating: -1, count: named.count)
    for (place, node) in order.enumerated() {
      // Several nodes may come to one id; the group is that of the greatest, so that order does not show.
      if place > 0, ids[order[place - 1]] == ids[node] {
        result.nodes[result.nodes.count - 1].merge(named[node])
      } else {
        result.nodes.append(named[node])
      }
      numbers[node] = result.nodes.count - 1
    }
    result.edges = edges(numbers)
    result.cycles = DependencyCycles(result).found()
    return result
  }

  /// Services always; anything else when an edge touches it.
  private func usedNodes() -> [Bool] {
    var used = state.nodes.keys.map { $0.category == .service }
    for key in state.edges.keys {
      used[Int(key.source)] = true
      used[Int(key.target)] = true
    }
    return used
  }

  private func edges(_ numbers: [Int]) -> [DependencyEdge] {
    var edges = zip(state.edges.keys, state.edges.values).map { key, traffic in
      DependencyEdge(
        source: numbers[Int(key.source)], target: numbers[Int(key.target)], kind: key.kind, traffic: traffic)
    }
    edges.sort { ($0.source, $0.target, $0.kind.rawValue) < ($1.source, $1.target, $1.kind.rawValue) }
    var merged: [DependencyEdge] = []
    for edge in edges {
      if let last = merged.last, last.source == edge.source, last.target == edge.target, last.kind == edge.kind {
        merged[merged.count - 1].traffic.merge(edge.traffic)
      } else {
        merged.append(edge)
      }
    }
    return merged
  }

  // MARK: Names

  private func namedNodes() -> [DependencyNode] {
    let groups = serviceNamespaces()
    let systems = topicSystems()
    return state.nodes.keys.enumerated().map { number, key in
      var named = named(key, groups, systems)
      if number < state.requests.byNode.count {
        let tally = state.requests.byNode[number]
        named.requests = tally.requests
        named.entries = tally.entries
        named.callsPerRequest = tally.calls.histogram
        named.callsPerRequest.add(0, times: max(0, tally.requests - named.callsPerRequest.count))
      }
      return named
    }
  }

  private func named(
    _ key: DependencyNodeKey, _ groups: [Symbol: [Symbol]], _ systems: [Symbol: [Symbol]]
  ) -> DependencyNode {
    if key.category == .service { return service(key.name, namespace: key.group, groups) }
    let bytes = state.nodes.names.bytes(of: key.name)
    // A peer that is named like a service is that service.
    if key.category == .external, let symbol = symbols.symbol(of: bytes), let namespaces = groups[symbol] {
      return service(symbol, namespace: namespaces.count == 1 ? namespaces[0] : .empty, groups)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var group = key.group
    var id = "\(key.category.name):\(text)"
    if key.category == .topic, let all = systems[key.name] {
      if group.isEmpty, all.count == 1 { group = all[0] }
      if all.count > 1 && !group.isEmpty { id = "topic:\(name(group))/\(text)" }
    }
    return DependencyNode(id: id, category: key.category, name: text, group: name(group))
  }

  private func name(_ symbol: Symbol) -> String { String(decoding: state.nodes.names.bytes(of: symbol), as: UTF8.self) }

  /// The namespace is part of a service's name only where services of one name have several.
  private func service(_ name: Symbol, namespace: Symbol, _ groups: [Symbol: [Symbol]]) -> DependencyNode {
    let text = symbols.string(of: name)
    let namespaces = groups[name] ?? []
    if namespaces.count > 1 && !namespace.isEmpty {
      let group = symbols.string(of: namespace)
      return DependencyNode(id: "service:\(group)/\(text)", category: .service, name: "\(group)/\(text)", group: group)
    }
    let group = namespaces.count == 1 ? symbols.string(of: namespaces[0]) : ""
    return DependencyNode(id: "service:\(text)", category: .service, name: text, group: group)
  }

  /// The namespaces of each service that owns a span, without the empty one; rising.
  private func serviceNamespaces() -> [Symbol: [Symbol]] {
    var groups: [Symbol: [Symbol]] = [:]
    for key in state.nodes.keys where key.category == .service {
      groups[key.name, default: []] += key.group.isEmpty ? [] : [key.group]
    }
    return groups.mapValues { $0.sorted() }
  }

  /// The systems in which a topic of each name was seen, without the empty one, each once.
  private func topicSystems() -> [Symbol: [Symbol]] {
    var systems: [Symbol: Set<Symbol>] = [:]
    for key in state.nodes.keys where key.category == .topic {
      systems[key.name, default: []].formUnion(key.group.isEmpty ? [] : [key.group])
    }
    return systems.mapValues { Array($0) }
  }
}
