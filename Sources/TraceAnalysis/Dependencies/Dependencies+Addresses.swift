extension DependencyResult {
  /// Externals that are bare addresses, where there are more than three, as one node, and how many they are; 0 where they stay.
  public func groupingAddresses() -> (result: DependencyResult, grouped: Int) {
    let bare = nodes.indices.filter { nodes[$0].category == .external && isAddress(nodes[$0].name) }
    guard bare.count > 3 else { return (self, 0) }
    var result = DependencyResult()
    result.unresolved = unresolved
    result.roots = roots
    result.deepest = deepest
    result.polls = polls
    var places = [Int](repeating: -1, count: nodes.count)
    let isBare = Set(bare)
    for place in nodes.indices where !isBare.contains(place) {
      places[place] = result.nodes.count
      result.nodes.append(nodes[place])
    }
    var group = DependencyNode(
      id: "external:(addresses)", category: .external, name: "(addresses)", group: "")
    group.members = bare.count
    for place in bare { places[place] = result.nodes.count }
    result.nodes.append(group)
    var merged: [[Int]: DependencyEdge] = [:]
    for var edge in edges {
      edge.source = places[edge.source]
      edge.target = places[edge.target]
      let key = [edge.source, edge.target, Int(edge.kind.rawValue)]
      if merged[key]?.traffic.merge(edge.traffic) == nil { merged[key] = edge }
    }
    result.edges = merged.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    result.cycles = DependencyCycles(result).found()
    return (result, bare.count)
  }

  /// Whether a name is an IPv4 or IPv6 address, perhaps with a port.
  private func isAddress(_ name: String) -> Bool {
    let bytes = name.utf8
    guard let first = bytes.first else { return false }
    let isHexadecimal = bytes.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isHexDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }
    let dots = bytes.filter { $0 == UInt8(ascii: ".") }.count
    let colons = bytes.filter { $0 == UInt8(ascii: ":") }.count
    return isHexadecimal && ((dots == 3 && colons <= 1 && Character(Unicode.Scalar(first)).isNumber) || colons >= 2)
  }
}
