import TraceModel

/// The distinct resources of a run, with names as the run's interner numbers them.
struct ResourceCollector {
  private(set) var resources: [Resource] = []
  /// Holds the attributes of all resources; keys are symbols of the run's interner.
  private(set) var arena = AttributeArena()
  private var numbers: [Key: UInt32] = [:]

  /// Everything that tells two resources apart.
  private struct Key: Hashable {
    var service: Symbol
    var attributes: [UInt8]
  }

  init() {}

  /// Returns the run's numbers of a batch's resources. O(bytes of their attributes).
  mutating func add(_ batch: SpanBatch, names: [Symbol]) -> [UInt32] {
    batch.resources.map { resource in
      let block = arena.beginBlock()
      var count = 0
      batch.arena.forEachAttribute(at: resource.attributes.offset) { key, value in
        arena.append(key: names[Int(key.index)], value)
        count += 1
        return true
      }
      let offset = arena.endBlock(at: block, count: count)
      let key = Key(
        service: names[Int(resource.service.index)], attributes: offset == 0 ? [] : Array(arena.bytes[Int(offset)...]))
      if let known = numbers[key] {
        if offset != 0 { arena.removeLastBlock(at: offset) }
        return known
      }
      var own = resource.translated(by: names)
      own.attributes = ArenaReference(arena: 0, offset: offset)
      let number = UInt32(resources.count)
      resources.append(own)
      numbers[key] = number
      return number
    }
  }
}

extension Resource {
  /// The same with other symbols for its names.
  func translated(by names: [Symbol]) -> Resource {
    var resource = self
    resource.service = names[Int(service.index)]
    resource.namespace = names[Int(namespace.index)]
    resource.version = names[Int(version.index)]
    resource.environment = names[Int(environment.index)]
    resource.host = names[Int(host.index)]
    resource.instance = names[Int(instance.index)]
    return resource
  }
}
