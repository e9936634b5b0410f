import Synchronization
public import TraceAssembly
public import TraceModel

/// One parallel pass over all journeys of a dump.
public enum JourneyPass {
  /// Drives a fold over every partition.
  ///
  /// Each worker takes the next partition when it is free, assembles it, shows its journeys to a fold of its own and lets it go. The folds
  /// are merged at the end; since merging is associative and commutative, the number of workers changes nothing.
  ///
  /// - Parameters:
  ///   - fold: A fold that has seen nothing. Several analyses in one pass are one fold of folds.
  ///   - assembler: The dump.
  ///   - jobs: How many workers.
  ///   - selection: Which journeys are observed.
  ///   - counter: Is told the partitions done and the spans in them.
  /// - Throws: ``SpillError`` when spilled spans cannot be read back.
  /// - Returns: The fold that has seen all, and what decoding and assembly found wrong.
  public static func run<Fold: TraceFold>(
    _ fold: Fold, over assembler: TraceAssembler, jobs: Int, selection: JourneySelection = .all,
    counter: WorkCounter? = nil
  ) async throws -> (fold: Fold, quality: DataQuality) {
    let next = NextPartition()
    return try await withThrowingTaskGroup(of: (Fold, DataQuality).self) { group in
      for _ in 0..<max(1, min(jobs, assembler.partitionCount)) {
        group.addTask {
          var fold = fold
          var quality = DataQuality()
          var reading = JourneyReading(symbols: assembler.symbols, options: fold.readingOptions)
          while let number = next.take(of: assembler.partitionCount) {
            let partition = try assembler.partition(number)
            quality.merge(partition.quality)
            for number in 0..<partition.table.journeyCount {
              let journey = partition.table.journey(number)
              guard selection.includes(journey) else { continue }
              reading.begin(journey)
              fold.observe(&reading)
            }
            reading.end()
            counter?.add(done: 1, spans: partition.table.spanCount)
          }
          return (fold, quality)
        }
      }
      var merged: (fold: Fold, quality: DataQuality)?
      for try await (fold, quality) in group {
        if merged == nil {
          merged = (fold, quality)
        } else {
          merged?.fold.merge(fold)
          merged?.quality.merge(quality)
        }
      }
      var result = merged ?? (fold, DataQuality())
      result.quality.merge(assembler.inputQuality)
      return result
    }
  }
}

/// Hands out the numbers 0, 1, 2 … to workers, each once.
private final class NextPartition: Sendable {
  private let number = Atomic<Int>(0)

  func take(of count: Int) -> Int? {
    let taken = number.wrappingAdd(1, ordering: .relaxed).oldValue
    return taken < count ? taken : nil
  }
}
