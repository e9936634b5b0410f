import TraceModel

/// Decodes an input that can only be read from front to end: standard input, or what a decompressor writes.
///
/// The stream is cut into blocks before a line that begins with `{` or `[`; blocks are decoded beside the reading, at most
/// `jobs` at a time, and joined in order. A block whose last value turns out to go on is decoded again together with the next.
struct StreamDecoder {
  let options: DecodingOptions
  let number: Int
  let name: String

  private struct Block: Sendable {
    var bytes: [UInt8]
    var count: Int
    var base: Int
    var isLast: Bool
  }

  private struct BlockOutcome: Sendable {
    var place: Int
    var block: Block
    /// Where in the block a value begins that goes on behind it; nil when all is read.
    var cut: Int?
    var batch: SpanBatch
    var quality: DataQuality
  }

  func decode(_ source: borrowing InputSource) async throws -> (batches: [SpanBatch], quality: DataQuality) {
    if source.compression == .none {
      var stream = BlockStream(options: options, name: name, head: source.head)
      return try await decode { try stream.next(from: source.file) }
    }
    let child = try Decompressor.start(source)
    var stream = BlockStream(options: options, name: name)
    var result: (batches: [SpanBatch], quality: DataQuality)
    do {
      result = try await decode { try stream.next(from: child.output) }
    } catch {
      child.stop()
      throw error
    }
    let program = child.name
    if let message = child.finish() {
      if result.quality.bytesRead == 0 {
        throw SpanDecodingError(input: name, reason: .decompressorFailed(name: program, message: message))
      }
      result.quality.add(
        Reject(
          defect: .rejectedValue, input: number, offset: result.quality.bytesRead,
          reason: "\(program) could not unpack the rest: \(message)"))
    }
    return result
  }

  private func decode(
    _ nextBlock: () throws -> BlockStream.Block?
  ) async throws -> (batches: [SpanBatch], quality: DataQuality) {
    let options = options
    let number = number
    return try await withThrowingTaskGroup(of: BlockOutcome.self) { group in
      var chain = ChunkChain()
      var waiting: [Int: BlockOutcome] = [:]
      var carried: Block?
      var nextPlace = 0
      var started = 0
      var running = 0
      var bytes = 0
      func settle(_ outcome: BlockOutcome) {
        waiting[outcome.place] = outcome
        while var next = waiting.removeValue(forKey: nextPlace) {
          nextPlace += 1
          if let before = carried {
            let joined = StreamDecoder.join(before, next.block)
            next = StreamDecoder.decode(joined, place: next.place, number: number, options: options)
            carried = nil
          }
          if let cut = next.cut { carried = StreamDecoder.rest(of: next.block, from: cut) }
          chain.keep(next.batch, next.quality)
        }
      }
      while let found = try nextBlock() {
        bytes += found.count
        let block = Block(bytes: found.bytes, count: found.count, base: found.base, isLast: found.isLast)
        let place = started
        started += 1
        running += 1
        group.addTask { StreamDecoder.decode(block, place: place, number: number, options: options) }
        while running > options.jobs, let outcome = try await group.next() {
          running -= 1
          settle(outcome)
        }
      }
      for try await outcome in group { settle(outcome) }
      if let carried {
        // The stream ended within a value.
        var last = carried
        last.isLast = true
        let outcome = StreamDecoder.decode(last, place: 0, number: number, options: options)
        chain.keep(outcome.batch, outcome.quality)
      }
      var quality = chain.quality
      quality.bytesRead += bytes
      return (chain.batches, quality)
    }
  }

  private static func decode(_ block: Block, place: Int, number: Int, options: DecodingOptions) -> BlockOutcome {
    var decoder = StretchDecoder(builder: BatchBuilder(input: number, selection: options.attributes))
    let stop = decoder.decode(
      block.bytes, count: block.count, start: 0, limit: block.count, isLast: block.isLast, base: block.base)
    var cut: Int?
    if case .needsMore(let value) = stop {
      cut = value
      if block.count - value > options.maxValue {
        decoder.builder.quality.add(
          Reject(
            defect: .rejectedValue, input: number, offset: block.base + value,
            reason: "the value is longer than --max-value (\(options.maxValue) bytes)"))
        decoder.builder.quality.bytesRejected += block.count - value
        cut = nil
      }
    }
    let (batch, quality) = decoder.builder.finish()
    return BlockOutcome(place: place, block: block, cut: cut, batch: batch, quality: quality)
  }

  private static func rest(of block: Block, from cut: Int) -> Block {
    var bytes = Array(block.bytes[cut..<block.count])
    bytes += [UInt8](repeating: UInt8(ascii: "\""), count: JSONCursor.padding)
    return Block(bytes: bytes, count: block.count - cut, base: block.base + cut, isLast: block.isLast)
  }

  private static func join(_ first: Block, _ second: Block) -> Block {
    var bytes = Array(first.bytes[..<first.count])
    bytes += second.bytes
    return Block(bytes: bytes, count: first.count + second.count, base: first.base, isLast: second.isLast)
  }
}
