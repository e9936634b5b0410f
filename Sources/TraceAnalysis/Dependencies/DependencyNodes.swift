import TraceModel

/// A node of the graph. The symbols of a service are the run's, all others those of ``DependencyNodes/names``.
struct DependencyNodeKey: PackedKey, Hashable {
  var category: DependencyNode.Category
  /// The namespace of a service, the system of a topic.
  var group: Symbol
  var name: Symbol

  var words: TableWords {
    TableWords(UInt64(group.index) &<< 32 | UInt64(name.index), UInt64(category.rawValue))
  }
}

/// All traffic of one kind from one node to another, by the numbers of the nodes.
struct DependencyEdgeKey: PackedKey, Hashable {
  var source: Int32
  var target: Int32
  var kind: DependencyEdge.Kind

  var words: TableWords {
    TableWords(
      UInt64(UInt32(bitPattern: source)) &<< 32 | UInt64(UInt32(bitPattern: target)), UInt64(kind.rawValue))
  }
}

/// The nodes a fold has met, numbered in order of first sight.
///
/// A service is named by symbols of the run. Anything else is named by attribute values, which
/// are no symbols of the run: their names are interned here, and again when two tables merge.
struct DependencyNodes: Sendable {
  private var table = Counted<DependencyNodeKey, Unit>()
  private(set) var names = SymbolInterner()

  var count: Int { table.count }
  var keys: [DependencyNodeKey] { table.keys }

  mutating func service(_ key: ServiceKey) -> Int32 {
    Int32(table.number(of: DependencyNodeKey(category: .service, group: key.namespace, name: key.name)))
  }

  mutating func named(
    _ category: DependencyNode.Category, _ name: ArraySlice<UInt8>, system: ArraySlice<UInt8> = []
  ) -> Int32 {
    let system = names.intern(system)
    let name = names.intern(name)
    return Int32(table.number(of: DependencyNodeKey(category: category, group: system, name: name)))
  }

  /// Whether two nodes are one service: the namespace tells services of one name apart only where both have one.
  @inline(__always)
  func isOneService(_ left: Int32, _ right: Int32) -> Bool { left == right || areSpelledAlike(left, right) }

  private func areSpelledAlike(_ left: Int32, _ right: Int32) -> Bool {
    if left < 0 || right < 0 { return false }
    let (one, other) = (table.keys[Int(left)], table.keys[Int(right)])
    return one.category == .service && other.category == .service && one.name == other.name
      && (one.group.isEmpty || other.group.isEmpty)
  }

  /// The bytes of a node's name.
  func name(of node: Int32) -> ArraySlice<UInt8> { names.bytes(of: table.keys[Int(node)].name) }

  /// Takes over the nodes of `other`.
  ///
  /// - Returns: For each node of `other`, its number here.
  mutating func merge(_ other: DependencyNodes) -> [Int32] {
    other.keys.map { key in
      if key.category == .service { return service(ServiceKey(name: key.name, namespace: key.group)) }
      return named(key.category, other.names.bytes(of: key.name), system: other.names.bytes(of: key.group))
    }
  }
}
