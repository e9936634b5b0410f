public import TraceModel

/// Puts the spans of a dump back together: traces, and journeys of traces that links join.
///
/// Partitions are cut by a fixed hash of the low half of the trace id (of a journey's smallest one), so that a trace and all that is linked to it
/// lies in one. Each is assembled on its own, by whichever worker; the number of partitions changes nothing but the order in which journeys come.
public struct TraceAssembler: Sendable {
  /// One partition, assembled.
  public struct Partition: Sendable {
    public let table: SpanTable
    /// The defects found here; spans are counted by decoding already.
    public let quality: DataQuality
  }

  public let partitionCount: Int
  /// What decoding found wrong.
  public var inputQuality: DataQuality { spans.quality }
  /// The names of the run.
  public var symbols: SymbolTable { spans.symbols }
  let spans: DecodedSpans
  let resources: [Resource]
  let resourceOffsets: [UInt32]
  let arenas: [AttributeArena]
  private let shuffled: [ShuffledBatch]

  /// Finds out which traces belong together. O(spans), beside the links' sort.
  ///
  /// - Parameters:
  ///   - spans: The decoded dump.
  ///   - partitions: How many parts to cut it into.
  ///   - jobs: How many batches are shuffled at a time.
  public init(_ spans: DecodedSpans, partitions: Int = 64, jobs: Int = 1) async {
    self.spans = spans
    partitionCount = max(1, partitions)
    var resources: [Resource] = []
    var offsets: [UInt32] = []
    for (number, batch) in spans.batches.enumerated() {
      offsets.append(UInt32(resources.count))
      let map = spans.symbolMaps[number]
      resources += batch.resources.map { $0.translated(by: map, arena: number) }
    }
    self.resources = resources
    resourceOffsets = offsets
    arenas = spans.batches.map(\.arena)
    let linked = LinkedTraces(spans.batches)
    shuffled = await TraceAssembler.shuffle(spans.batches, partitions: partitionCount, linked: linked, jobs: jobs)
  }

  private static func shuffle(
    _ batches: [SpanBatch], partitions: Int, linked: LinkedTraces, jobs: Int
  ) async -> [ShuffledBatch] {
    let share = (batches.count + jobs - 1) / max(1, jobs)
    return await withTaskGroup(of: (Int, [ShuffledBatch]).self) { group in
      for start in stride(from: 0, to: batches.count, by: max(1, share)) {
        group.addTask {
          let part = batches[start..<min(batches.count, start + share)]
          return (start, part.map { ShuffledBatch($0, partitions: partitions, linked: linked) })
        }
      }
      var parts: [(Int, [ShuffledBatch])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  /// Assembles one partition. O(*n* log *n*) in its spans, the logarithm being that of the longest trace.
  public func partition(_ number: Int) -> Partition {
    var rows: [SpanReference] = []
    rows.reserveCapacity(shuffled.reduce(0) { $0 + $1.rows(of: number).count })
    for batch in shuffled.indices {
      for row in shuffled[batch].rows(of: number) { rows.append(SpanReference(batch: UInt32(batch), row: row)) }
    }
    var assembly = PartitionAssembly(self)
    return assembly.assemble(rows)
  }
}

/// A decoded span: its batch, and its row there.
struct SpanReference: Sendable {
  var batch: UInt32
  var row: UInt32
}

extension Resource {
  /// The same with the symbols of the run instead of the batch's.
  func translated(by map: [Symbol], arena: Int) -> Resource {
    var resource = self
    resource.service = map[Int(service.index)]
    resource.namespace = map[Int(namespace.index)]
    resource.version = map[Int(version.index)]
    resource.environment = map[Int(environment.index)]
    resource.host = map[Int(host.index)]
    resource.instance = map[Int(instance.index)]
    if !attributes.isNone { resource.attributes = ArenaReference(arena: UInt32(arena), offset: attributes.offset) }
    return resource
  }
}
