import TraceModel

/// The nodes a fold has met, numbered in order of first sight.
///
/// A service is (its symbol, its namespace's symbol), both of the run. Anything else is named by attribute values, which
/// are no symbols of the run: their names are interned here, and again when two tables merge.
struct DependencyNodes: Sendable {
  private(set) var index = KeyIndex()
  private(set) var names = SymbolInterner()

  var count: Int { index.count }

  mutating func service(_ service: Symbol, namespace: Symbol) -> Int32 {
    Int32(
      index.number(
        of: KeyIndex.Key(
          UInt64(DependencyNode.Category.service.rawValue),
          UInt64(service.index) &<< 32 | UInt64(namespace.index))))
  }

  mutating func named(
    _ category: DependencyNode.Category, _ name: ArraySlice<UInt8>, system: ArraySlice<UInt8> = []
  ) -> Int32 {
    let system = names.intern(system)
    let name = names.intern(name)
    return Int32(
      index.number(
        of: KeyIndex.Key(UInt64(category.rawValue), UInt64(system.index) &<< 32 | UInt64(name.index))))
  }

  /// Whether two nodes are one service: the namespace tells services of one name apart only where both have one.
  @inline(__always)
  func isOneService(_ left: Int32, _ right: Int32) -> Bool { left == right || areSpelledAlike(left, right) }

  private func areSpelledAlike(_ left: Int32, _ right: Int32) -> Bool {
    if left < 0 || right < 0 { return false }
    let (one, other) = (index.keys[Int(left)], index.keys[Int(right)])
    guard one.first == other.first, one.first == UInt64(DependencyNode.Category.service.rawValue) else { return false }
    let empty = UInt32(Symbol.empty.index)
    return one.second >> 32 == other.second >> 32
      && (UInt32(truncatingIfNeeded: one.second) == empty || UInt32(truncatingIfNeeded: other.second) == empty)
  }

  func category(of node: Int32) -> DependencyNode.Category {
    DependencyNode.Category(rawValue: UInt8(truncatingIfNeeded: index.keys[Int(node)].first)) ?? .external
  }

  /// The two symbols of a node: namespace or system, and name.
  func symbols(of node: Int) -> (group: Symbol, name: Symbol) {
    let packed = index.keys[node].second
    let high = Symbol(UInt32(packed >> 32))
    let low = Symbol(UInt32(truncatingIfNeeded: packed))
    return category(of: Int32(node)) == .service ? (low, high) : (high, low)
  }

  /// Takes over the nodes of `other`.
  ///
  /// - Returns: For each node of `other`, its number here.
  mutating func merge(_ other: DependencyNodes) -> [Int32] {
    (0..<other.count).map { node in
      let (group, name) = other.symbols(of: node)
      let category = other.category(of: Int32(node))
      if category == .service { return service(name, namespace: group) }
      return named(category, other.names.bytes(of: name), system: other.names.bytes(of: group))
    }
  }
}
