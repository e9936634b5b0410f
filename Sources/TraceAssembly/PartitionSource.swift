import TraceModel

/// The batches that a partition's spans lie in: all of the run's, or those read back from the temporary file.
struct PartitionSource: Sendable {
  var batches: [SpanBatch]
  /// For each of the batches, the run's symbol for each of its own.
  var symbolMaps: [[Symbol]]
  /// For each of the batches, the run's resource for each of its own.
  var resourceMaps: [[UInt32]]
  /// The run's resources in an order that does not depend on the input's: by service first.
  let ranks: ResourceRanks
  /// The arenas of the batches, then that of the resources.
  var arenas: [AttributeArena]
  /// For each of the arenas, the run's symbol for each of its keys.
  var keyMaps: [[Symbol]]

  init(_ batches: [SpanBatch], numbers: [Int], symbolMaps: [[Symbol]], resourceMaps: [[UInt32]], ranks: ResourceRanks) {
    self.ranks = ranks
    self.batches = batches
    self.symbolMaps = numbers.map { symbolMaps[$0] }
    self.resourceMaps = numbers.map { resourceMaps[$0] }
    arenas = batches.map(\.arena)
    keyMaps = self.symbolMaps
  }
}

/// A decoded span: its batch, and its row there.
struct SpanReference: Sendable {
  var batch: UInt32
  var row: UInt32
}

/// Where each resource stands among all, by what it is: equal for resources that cannot be told apart.
struct ResourceRanks: Sendable {
  /// By resource number, the service.
  let services: [Symbol]
  /// By resource number, the place among all by service, namespace, version, environment, host and instance.
  let places: [UInt32]

  init(_ resources: [Resource]) {
    services = resources.map(\.service)
    let keys = resources.map { [$0.service, $0.namespace, $0.version, $0.environment, $0.host, $0.instance] }
    let order = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    var places = [UInt32](repeating: 0, count: keys.count)
    for (place, number) in order.enumerated() {
      let isSame = place > 0 && keys[order[place - 1]] == keys[number]
      places[number] = isSame ? places[order[place - 1]] : UInt32(place)
    }
    self.places = places
  }
}
