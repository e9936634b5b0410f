import Synchronization
public import TraceModel

/// Reads a whole dump: all its inputs, whatever their format and compression.
public struct SpanDecoder: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions) {
    self.options = options
  }

  /// Decodes all inputs.
  ///
  /// Plain files are cut into chunks that all workers share; compressed ones and standard input are unpacked by a child and
  /// decoded block by block. What cannot be read inside an input is counted in the result's quality.
  ///
  /// - Parameter inputs: The inputs; their order does not change what comes out, but for the numbers in rejects.
  /// - Returns: The spans, their names, and what was wrong with the input.
  /// - Throws: ``SpanDecodingError`` when an input cannot be opened, read or unpacked.
  public func decode(_ inputs: [DumpInput]) async throws -> DecodedSpans {
    var batches: [SpanBatch] = []
    var quality = DataQuality()
    var plain: [(number: Int, input: DumpInput, size: Int)] = []
    for (number, input) in inputs.enumerated() {
      let source = try InputSource.open(input)
      if let size = source.plainSize {
        plain.append((number, input, size))
        quality.bytesRead += size
      } else {
        let reader = StreamDecoder(options: options, number: number, name: input.path)
        let (more, moreQuality) = try await reader.decode(source)
        batches += more
        quality.merge(moreQuality)
      }
    }
    let (more, moreQuality) = try await decodeFiles(plain)
    quality.merge(moreQuality)
    quality.spansRead = 0
    batches += more
    for batch in batches { quality.spansRead += batch.records.count }
    return DecodedSpans(batches: batches, quality: quality)
  }

  private func decodeFiles(
    _ files: [(number: Int, input: DumpInput, size: Int)]
  ) async throws -> (batches: [SpanBatch], quality: DataQuality) {
    var chunks: [(file: Int, chunk: FileChunk)] = []
    for (place, file) in files.enumerated() {
      for start in stride(from: 0, to: file.size, by: options.chunkSize) {
        let end = min(file.size, start + options.chunkSize)
        chunks.append((place, FileChunk(input: file.number, start: start, end: end, fileSize: file.size)))
      }
    }
    let paths = files.map(\.input.path)
    let outcomes = try await decodeChunks(chunks, paths)
    var batches: [SpanBatch] = []
    var quality = DataQuality()
    var place = 0
    for (number, path) in paths.enumerated() {
      var chain = ChunkChain()
      let file = try FileDescriptor(reading: path)
      while place < chunks.count, chunks[place].file == number {
        guard let outcome = outcomes[place] else { preconditionFailure("every chunk was decoded") }
        try chain.add(outcome, of: chunks[place].chunk, file, path: path, options: options)
        place += 1
      }
      batches += chain.batches
      quality.merge(chain.quality)
    }
    return (batches, quality)
  }

  /// Decodes the chunks by as many workers as there are jobs; each takes the next chunk when it is free.
  private func decodeChunks(
    _ chunks: [(file: Int, chunk: FileChunk)], _ paths: [String]
  ) async throws -> [ChunkOutcome?] {
    let next = NextChunk()
    let options = options
    return try await withThrowingTaskGroup(of: [(Int, ChunkOutcome)].self) { group in
      for _ in 0..<min(options.jobs, max(1, chunks.count)) {
        group.addTask {
          var reader = FileChunkReader(options: options)
          var done: [(Int, ChunkOutcome)] = []
          var openPath = -1
          var file = FileDescriptor(owning: -1)
          while let place = next.take(of: chunks.count) {
            if chunks[place].file != openPath {
              openPath = chunks[place].file
              file = try FileDescriptor(reading: paths[openPath])
            }
            done.append((place, try reader.decode(chunks[place].chunk, of: file, path: paths[openPath])))
          }
          return done
        }
      }
      var outcomes = [ChunkOutcome?](repeating: nil, count: chunks.count)
      for try await done in group {
        for (place, outcome) in done { outcomes[place] = outcome }
      }
      return outcomes
    }
  }
}

/// Hands out the numbers 0, 1, 2 … to workers, each once.
final class NextChunk: Sendable {
  private let number = Atomic<Int>(0)

  func take(of count: Int) -> Int? {
    let taken = number.wrappingAdd(1, ordering: .relaxed).oldValue
    return taken < count ? taken : nil
  }
}
