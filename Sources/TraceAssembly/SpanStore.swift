public import TraceModel

/// Keeps a dump's decoded spans until they are assembled: in memory, or past a limit in a temporary file.
///
/// What is kept of every batch in any case is small: the run's names for its symbols and resources, and the pairs of linked traces.
public struct SpanStore: SpanSink {
  /// How much is kept in memory, and where the rest goes.
  public struct Limits: Sendable {
    /// Bytes of decoded spans beyond which they are spilled.
    public var memory: Int
    /// The folder of the temporary file.
    public var folder: String
    public var partitions: Int

    public init(memory: Int = .max, folder: String = "/tmp", partitions: Int = 64) {
      self.memory = memory
      self.folder = folder
      self.partitions = max(1, partitions)
    }
  }

  let limits: Limits
  private(set) var batches: [SpanBatch] = []
  /// The number of each of ``batches`` among all that came.
  private(set) var batchNumbers: [Int] = []
  /// By batch number, the run's symbol for each of the batch's own.
  private(set) var symbolMaps: [[Symbol]] = []
  /// By batch number, the run's resource for each of the batch's own.
  private(set) var resourceMaps: [[UInt32]] = []
  private(set) var symbols = SymbolInterner()
  private(set) var resources = ResourceCollector()
  private(set) var linkedTraces = LinkedTraces()
  let journeys: JourneyOptions
  /// Spans as they came, copies among them.
  private(set) var spanCount = 0
  private(set) var spanSketch = SpanSketch()
  private(set) var messageKeys: MessageKeys
  private let errorConventions: ErrorConventions
  private(set) var spill: SpillFile?
  private var bytes = 0
  /// The latest end of a span with a believable time (ns), 0 when there is none.
  public private(set) var end: Int64 = 0
  /// The earliest start of a span with a believable time (ns), `.max` when there is none.
  private(set) var start = Int64.max

  public init(limits: Limits = Limits(), journeys: JourneyOptions = JourneyOptions()) {
    self.limits = limits
    self.journeys = journeys
    messageKeys = MessageKeys(symbols: &symbols, stitchesByTime: journeys.stitchesByTime)
    errorConventions = ErrorConventions(symbols: &symbols)
  }

  /// - Throws: ``SpillError`` when the spans must be spilled and cannot.
  public mutating func receive(_ batch: consuming SpanBatch) throws {
    let names = (0..<batch.symbols.count).map { symbols.intern(batch.symbols.bytes(of: Symbol(UInt32($0)))) }
    resourceMaps.append(resources.add(batch, names: names))
    batchNumbers.append(symbolMaps.count)
    symbolMaps.append(names)
    errorConventions.mark(&batch, symbols: names, rule: journeys.errorRule)
    linkedTraces.add(batch)
    messageKeys.add(batch, symbols: names)
    spanCount += batch.records.count
    for record in batch.records {
      spanSketch.add(record.traceID.low)
      if !record.flags.contains(.missingTime) {
        start = min(start, record.start)
        end = max(end, record.end)
      }
    }
    batch.symbols = SymbolInterner()
    batch.resources = []
    bytes += batch.footprint
    batches.append(batch)
    if bytes > (spill == nil ? limits.memory : limits.memory / SpanStore.spillSteps) { try spillAll() }
  }

  /// Once the limit was passed, spans are spilled in parts of the limit this many times smaller: decoders go on beside a small write,
  /// and wait for a large one (10 million spans: 11.7 s before, 7.7 s with it).
  private static let spillSteps = 16

  /// Writes everything that is in memory to the temporary file, once there is one or the limit is passed.
  mutating func spillAll() throws(SpillError) {
    var file: SpillFile
    if let spill { file = spill } else { file = try SpillFile(folder: limits.folder, partitions: limits.partitions) }
    let shuffled = batches.map { ShuffledBatch($0, partitions: limits.partitions, linked: nil) }
    for partition in 0..<limits.partitions {
      var piece = SpillPieces()
      for place in batches.indices {
        piece.append(batches[place], number: batchNumbers[place], rows: shuffled[place].rows(of: partition))
      }
      try file.append(piece, to: partition, isMoved: false)
    }
    spill = file
    batches = []
    batchNumbers = []
    bytes = 0
  }

  /// Calls `body` with all batches, or with pieces of them as they were spilled; symbols and resources are gone.
  func forEachBatch(_ body: (SpanBatch) -> Void) throws(SpillError) {
    for batch in batches { body(batch) }
    guard let spill else { return }
    for partition in 0..<limits.partitions {
      for segment in spill.segments(of: partition) where !segment.isMoved {
        for piece in try spill.read(segment) { body(piece.batch) }
      }
    }
  }

  /// Puts spans of linked traces beside those they are linked with.
  ///
  /// - Parameters:
  ///   - linked: Which traces belong together.
  ///   - jobs: How many partitions are searched at a time; what is found is written in the order of the partitions.
  /// - Throws: ``SpillError`` when the temporary file cannot be read or written.
  mutating func move(_ linked: LinkedTraces.Components, jobs: Int) async throws {
    guard !linked.isEmpty, var file = spill else { return }
    let before = file
    let partitions = limits.partitions
    for start in stride(from: 0, to: partitions, by: SpanStore.moveSteps) {
      let step = start..<min(partitions, start + SpanStore.moveSteps)
      let strays = try await withThrowingTaskGroup(of: [(partition: Int, strays: [Int: SpillPieces])].self) { group in
        let share = max(1, (step.count + jobs - 1) / max(1, jobs))
        for first in stride(from: step.lowerBound, to: step.upperBound, by: share) {
          group.addTask {
            try (first..<min(step.upperBound, first + share)).map { partition in
              (partition, try SpanStore.strays(of: partition, in: before, linked, partitions: partitions))
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.partition < $1.partition }
      }
      for (_, pieces) in strays {
        for target in pieces.keys.sorted() {
          if let pieces = pieces[target] { try file.append(pieces, to: target, isMoved: true) }
        }
      }
    }
    spill = file
  }

  /// How many partitions' strays are kept in memory at a time.
  private static let moveSteps = 32

  /// The spans of a partition that belong to another, by that.
  private static func strays(
    of partition: Int, in file: SpillFile, _ linked: LinkedTraces.Components, partitions: Int
  ) throws(SpillError) -> [Int: SpillPieces] {
    var strays = [Int: SpillPieces]()
    for segment in file.segments(of: partition) {
      for piece in try file.read(segment) {
        let shuffled = ShuffledBatch(piece.batch, partitions: partitions, linked: linked)
        for target in shuffled.partitionsInUse where target != partition {
          strays[target, default: SpillPieces()].append(
            piece.batch, number: piece.number, rows: shuffled.rows(of: target))
        }
      }
    }
    return strays
  }
}

extension SpanBatch {
  /// About how many bytes it takes.
  var footprint: Int {
    records.capacity * MemoryLayout<SpanRecord>.stride + links.capacity * MemoryLayout<LinkRecord>.stride
      + events.capacity * MemoryLayout<EventRecord>.stride + arena.bytes.capacity
  }
}
