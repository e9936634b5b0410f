import TraceModel

/// Turns the numbered nodes and edges of a fold into named, merged, sorted ones: the order in which they were first met
/// leaves no trace.
struct DependencyNaming {
  private let symbols: SymbolTable
  private let nodes: DependencyNodes
  private let keys: [KeyIndex.Key]
  private let traffic: [DependencyTraffic]
  private let unresolved: UnresolvedDependencies
  private let roots: Int

  init(_ fold: consuming DependencyFold) {
    symbols = fold.symbols
    nodes = fold.nodes
    keys = fold.edgeIndex.keys
    traffic = fold.traffic
    unresolved = fold.unresolved
    roots = fold.roots
  }

  func result() -> DependencyResult {
    var result = DependencyResult()
    result.unresolved = unresolved
    result.roots = roots
    let named = namedNodes()
    let used = usedNodes()
    let kept = named.indices.filter { used[$0] }
    let ids = Set(kept.map { named[$0].id })
    let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element, $0.offset) })
    var byPlace = [DependencyNode?](repeating: nil, count: sorted.count)
    var placeOfNode = [Int](repeating: -1, count: named.count)
    for node in kept {
      guard let place = places[named[node].id] else { continue }
      placeOfNode[node] = place
      // Several nodes may come to one id; the group is that of the greatest, so that order does not show.
      if let other = byPlace[place], other.group >= named[node].group { continue }
      byPlace[place] = named[node]
    }
    result.nodes = byPlace.compactMap { $0 }
    result.edges = edges(placeOfNode)
    result.cycles = DependencyCycles(result).found()
    return result
  }

  /// Services always; anything else when an edge touches it.
  private func usedNodes() -> [Bool] {
    var used = (0..<nodes.count).map { nodes.category(of: Int32($0)) == .service }
    for key in keys {
      used[Int(key.first >> 32)] = true
      used[Int(UInt32(truncatingIfNeeded: key.first))] = true
    }
    return used
  }

  private func edges(_ placeOfNode: [Int]) -> [DependencyEdge] {
    var edges: [DependencyEdge] = []
    for (key, traffic) in zip(keys, traffic) {
      edges.append(
        DependencyEdge(
          source: placeOfNode[Int(key.first >> 32)], target: placeOfNode[Int(UInt32(truncatingIfNeeded: key.first))],
          kind: DependencyEdge.Kind(rawValue: UInt8(key.second)) ?? .call, traffic: traffic))
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
    return (0..<nodes.count).map { node in
      let category = nodes.category(of: Int32(node))
      let (group, name) = nodes.symbols(of: node)
      if category == .service { return service(name, namespace: group, groups) }
      let bytes = Array(nodes.names.bytes(of: name))
      let text = String(decoding: bytes, as: UTF8.self)
      // A peer that is named like a service is that service.
      if category == .external, let symbol = symbols.symbol(of: bytes[...]), let namespaces = groups[symbol] {
        return service(symbol, namespace: namespaces.count == 1 ? namespaces[0] : .empty, groups)
      }
      var system = String(decoding: nodes.names.bytes(of: group), as: UTF8.self)
      var id = "\(category.name):\(text)"
      if category == .topic, let all = systems[text] {
        if system.isEmpty, all.count == 1 { system = all[0] }
        if all.count > 1 && !system.isEmpty { id = "topic:\(system):\(text)" }
      }
      return DependencyNode(id: id, category: category, name: text, group: system)
    }
  }

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
    for node in 0..<nodes.count where nodes.category(of: Int32(node)) == .service {
      let (namespace, name) = nodes.symbols(of: node)
      groups[name, default: []] += namespace.isEmpty ? [] : [namespace]
    }
    return groups.mapValues { $0.sorted() }
  }

  /// The systems in which a topic of each name was seen, without the empty one; rising.
  private func topicSystems() -> [String: [String]] {
    var systems: [String: Set<String>] = [:]
    for node in 0..<nodes.count where nodes.category(of: Int32(node)) == .topic {
      let (group, name) = nodes.symbols(of: node)
      let system = String(decoding: nodes.names.bytes(of: group), as: UTF8.self)
      systems[String(decoding: nodes.names.bytes(of: name), as: UTF8.self), default: []].formUnion(
        system.isEmpty ? [] : [system])
    }
    return systems.mapValues { $0.sorted() }
  }
}
