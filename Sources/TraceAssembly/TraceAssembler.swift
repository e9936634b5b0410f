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
  public let inputQuality: DataQuality
  /// The names of the run.
  public let symbols: SymbolTable
  /// The latest end of a span with a believable time (ns), 0 when there is none.
  public let end: Int64
  /// From the first start to behind the last end of a span with a believable time; nil when there is none.
  public let extent: TimeWindow?
  /// Links that were cut to keep journeys within ``JourneyOptions/mostSpans``.
  public let cutLinks: Int
  /// The shortest wait (ns) among those; nil when there are none.
  public let shortestCutWait: Int64?
  /// What was guessed by the order of time; nil unless that was asked for.
  public let timeStitching: TimeStitching?
  private let resources: [Resource]
  private let ranks: ResourceRanks
  private let resourceArena: AttributeArena
  private let names: [Symbol]
  private let linked: LinkedTraces.Components
  /// By partition, by consumer.
  private let stitches: [[MessageStitch]]
  /// By batch number.
  private let symbolMaps: [[Symbol]]
  private let resourceMaps: [[UInt32]]
  private let spill: SpillFile?
  /// All batches, when they are in memory.
  private let source: PartitionSource
  private let shuffled: [ShuffledBatch]

  /// Finds out which traces belong together. O(spans), beside the links' sort.
  ///
  /// - Parameters:
  ///   - decoded: The decoded dump.
  ///   - quality: What decoding found wrong.
  ///   - jobs: How many batches are shuffled at a time.
  /// - Throws: When spans must be moved in the temporary file and cannot.
  public init(_ decoded: consuming SpanStore, quality: DataQuality, jobs: Int = 1) async throws {
    var store = decoded
    inputQuality = quality
    partitionCount = store.limits.partitions
    end = store.end
    extent =
      store.start > store.end
      ? nil
      : TimeWindow(
        start: Timestamp(nanoseconds: store.start),
        end: Timestamp(nanoseconds: max(store.end, store.start &+ 1)))
    let (table, names) = SymbolTable.sorting(store.symbols)
    symbols = table
    self.names = names
    var stitches = store.messageKeys.stitches
    if let timed = store.messageKeys.timed {
      let guesses = TimeGuesses(timed, stitches)
      stitches += guesses.found
      stitches.sort { $0.order < $1.order }
      timeStitching = guesses.outcome
    } else {
      timeStitching = nil
    }
    var links = store.linkedTraces
    links.add(stitches)
    var linked = links.components
    let cutting = try JourneyCutting(&linked, links, store, mostSpans: store.journeys.mostSpans)
    cutLinks = cutting.count
    shortestCutWait = cutting.shortestWait
    self.linked = linked
    var stitchesByPartition: [[MessageStitch]] = Array(repeating: [], count: partitionCount)
    for stitch in stitches {
      let component = TraceID(high: 0, low: linked.component(of: stitch.consumerLow))
      stitchesByPartition[component.partition(of: partitionCount)].append(stitch)
    }
    self.stitches = stitchesByPartition
    if store.spill != nil {
      try store.spillAll()
      try await store.move(linked, jobs: jobs)
    }
    symbolMaps = store.symbolMaps.map { map in map.map { names[Int($0.index)] } }
    resourceMaps = store.resourceMaps
    resourceArena = store.resources.arena
    spill = store.spill
    let resources = store.resources.resources.map { $0.translated(by: names) }
    self.resources = resources
    let ranks = ResourceRanks(resources)
    self.ranks = ranks
    source = PartitionSource(
      store.batches, numbers: store.batchNumbers, symbolMaps: symbolMaps, resourceMaps: resourceMaps, ranks: ranks)
    shuffled = await TraceAssembler.shuffle(source.batches, partitions: partitionCount, linked: linked, jobs: jobs)
  }

  /// Assembles what is in memory.
  public init(
    _ spans: DecodedSpans, partitions: Int = 64, jobs: Int = 1, journeys: JourneyOptions = JourneyOptions()
  ) async {
    var store = SpanStore(limits: SpanStore.Limits(partitions: partitions), journeys: journeys)
    do {
      for batch in spans.batches { try store.receive(batch) }
      self = try await TraceAssembler(store, quality: spans.quality, jobs: jobs)
    } catch {
      preconditionFailure("without a limit nothing is spilled: \(error)")
    }
  }

  private static func shuffle(
    _ batches: [SpanBatch], partitions: Int, linked: LinkedTraces.Components, jobs: Int
  ) async -> [ShuffledBatch] {
    let share = max(1, (batches.count + jobs - 1) / max(1, jobs))
    let linked = linked.isEmpty ? nil : linked
    return await withTaskGroup(of: (Int, [ShuffledBatch]).self) { group in
      for start in stride(from: 0, to: batches.count, by: share) {
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
  ///
  /// - Throws: When its spans were spilled and cannot be read back.
  public func partition(_ number: Int) throws(SpillError) -> Partition {
    var rows: [SpanReference] = []
    guard let spill else {
      rows.reserveCapacity(shuffled.reduce(0) { $0 + $1.rows(of: number).count })
      for batch in shuffled.indices {
        for row in shuffled[batch].rows(of: number) { rows.append(SpanReference(batch: UInt32(batch), row: row)) }
      }
      return assemble(rows, of: source, stitches[number])
    }
    var batches: [SpanBatch] = []
    var numbers: [Int] = []
    for segment in spill.segments(of: number) {
      for piece in try spill.read(segment) {
        for (row, record) in piece.batch.records.enumerated() {
          if !segment.isMoved, !linked.isEmpty, partition(of: record.traceID) != number { continue }
          rows.append(SpanReference(batch: UInt32(batches.count), row: UInt32(row)))
        }
        batches.append(piece.batch)
        numbers.append(piece.number)
      }
    }
    return assemble(
      rows,
      of: PartitionSource(batches, numbers: numbers, symbolMaps: symbolMaps, resourceMaps: resourceMaps, ranks: ranks),
      stitches[number])
  }

  private func partition(of trace: TraceID) -> Int {
    TraceID(high: 0, low: linked.component(of: trace.low)).partition(of: partitionCount)
  }

  private func assemble(
    _ rows: [SpanReference], of source: PartitionSource, _ stitches: [MessageStitch]
  ) -> Partition {
    var source = source
    // The arena of the resources stands behind those of the batches, of which every partition may have others.
    let place = UInt32(source.arenas.count)
    source.arenas.append(resourceArena)
    source.keyMaps.append(names)
    let resources = resources.map { resource in
      var resource = resource
      if !resource.attributes.isNone { resource.attributes.arena = place }
      return resource
    }
    var assembly = PartitionAssembly(source, symbols: symbols, resources: resources, linked: linked)
    return assembly.assemble(rows, stitches)
  }
}
