import TraceModel

/// Decodes an input that can only be read from front to end: standard input, or what a decompressor writes.
///
/// The stream is cut into blocks before a line that begins with `{` or `[`; blocks are decoded beside the reading, at most
/// `jobs` at a time, and joined in order. A block whose last value turns out to go on is decoded again together with the next.
struct StreamDecoder {
  let options: DecodingOptions
  let number: Int
  let name: String
  /// The ends of a file of a rotated set.
  var ends = StreamEnds()

  private struct Block: Sendable {
    var bytes: [UInt8]
    var count: Int
    var base: Int
    var isLast: Bool
    /// The block begins a line.
    var beginsLine = true

    /// The offset of the first line that begins with `{` or `[`, or nil.
    var firstValueLine: Int? {
      if beginsLine, count > 0, bytes[0] == UInt8(ascii: "{") || bytes[0] == UInt8(ascii: "[") { return 0 }
      var place = 1
      while place < count {
        if bytes[place - 1] == 0x0a, bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "[") {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  private struct BlockOutcome: Sendable {
    var block: Block
    /// Where in the block a value begins that goes on behind it; nil when all is read.
    var cut: Int?
    /// The last value is too long, and goes on behind the block.
    var isGiant: Bool
    var batch: SpanBatch
    var quality: DataQuality
  }

  mutating func decode(_ source: borrowing InputSource, into sink: inout some SpanSink) async throws -> DataQuality {
    if source.compression == .none {
      var stream = BlockStream(options: options, name: name, head: source.head)
      return try await decode(into: &sink, place: { nil }) { try stream.next(from: source.file) }
    }
    let isFramed = source.compression == .framedZstd
    var (quality, messages, failure) = try await decode(
      Decompressor.start(source), of: source.file.number, isFramed: isFramed, into: &sink)
    guard var failure else { return quality }
    // What is lost counts as one rejected value, the one that was torn where there is one.
    var leftTornValue = quality[.rejectedValue] > 0
    var place = source.fileSize == nil ? nil : filePlace(source.file.number)
    if isFramed, !DumpInput(path: source.path).isStandardInput, let size = source.fileSize {
      // A damaged message costs itself: the child starts again behind it.
      var restarts = 0
      while restarts < StreamDecoder.mostRestarts,
        let next = FrameFilter.offset(behind: messages + 1, in: source.file.number, size: size)
      {
        if !leftTornValue {
          quality.add(
            Reject(
              defect: .rejectedValue, input: number, offset: quality.bytesRead,
              reason: "zstd could not unpack the message: \(failure.message)"))
        }
        let file = try FileDescriptor(reading: source.path, from: next)
        ends = StreamEnds()
        let more = try await decode(
          Decompressor.startFrames(file, source.path), of: file.number, base: quality.bytesRead, isFramed: true,
          into: &sink)
        leftTornValue = more.quality[.rejectedValue] > 0
        quality.merge(more.quality)
        messages += 1 + more.messages
        restarts += 1
        guard let again = more.failure else { return quality }
        failure = again
        place = filePlace(file.number)
      }
    }
    note(
      failure, of: source.compression == .gzip ? "gzip" : "zstd", place: place, source.fileSize, leftTornValue, &quality
    )
    return quality
  }

  /// How often a child is started anew behind damaged messages, before what is left is given up.
  private static let mostRestarts = 1000

  /// Decodes what a child unpacks.
  ///
  /// - Parameters:
  ///   - child: Reads `packed` by the place that this process sees, too.
  ///   - packed: The packed file.
  ///   - base: Where in all that is unpacked the child's output begins.
  ///   - isFramed: It unpacks framed messages.
  ///   - sink: Takes the batches.
  /// - Throws: What reading and the sink throw.
  /// - Returns: What was wrong, how many framed messages ended, and how the child failed, if it did.
  private mutating func decode(
    _ child: consuming Decompressor, of packed: Int32, base: Int = 0, isFramed: Bool, into sink: inout some SpanSink
  ) async throws -> (quality: DataQuality, messages: Int, failure: Decompressor.Failure?) {
    var stream = BlockStream(options: options, name: name, base: base, countsMessages: isFramed)
    let quality: DataQuality
    do {
      quality = try await decode(into: &sink, place: { filePlace(packed) }) { try stream.next(from: child.output) }
    } catch {
      child.stop()
      throw error
    }
    return (quality, stream.messages, child.finish())
  }

  /// Counts what a decompressor had to say at its end.
  private func note(
    _ failure: Decompressor.Failure, of program: String, place: Int?, _ size: Int?, _ leftTornValue: Bool,
    _ quality: inout DataQuality
  ) {
    if failure.isWarning {
      quality.add(
        Reject(
          defect: .rejectedValue, input: number, offset: quality.bytesRead, reason: "\(program): \(failure.message)"))
      return
    }
    let found = StreamBreak(
      input: number, unpacked: quality.bytesRead, place: place, size: size, program: program, message: failure.message)
    let reason = "\(program) could not unpack the rest: \(failure.message)"
    if !leftTornValue {
      quality.add(Reject(defect: .rejectedValue, input: number, offset: quality.bytesRead, reason: reason))
    }
    quality.add(found, reason: reason)
  }

  /// - Parameters:
  ///   - sink: Takes the batches.
  ///   - place: How much of the packed input has been read; nil when it is not packed, or a pipe.
  ///   - nextBlock: Reads on.
  /// - Throws: What reading and the sink throw.
  /// - Returns: What was wrong with the stream.
  private mutating func decode(
    into sink: inout some SpanSink, place: () -> Int?, _ nextBlock: () throws -> BlockStream.Block?
  ) async throws -> DataQuality {
    let options = options
    let number = number
    var ends = ends
    defer { self.ends = ends }
    var chain = ChunkChain()
    var carried: Block?
    var bytes = 0
    var lastPlace = 0
    // Line feeds before the block that is settled next.
    var lines = 0
    // Within a value that is too long: its rest is passed over.
    var isSkipping = false
    try await OrderedTasks.run(jobs: options.jobs) {
      guard var found = try nextBlock() else { return nil }
      if bytes == 0 { ends.takeHead(of: &found) }
      bytes += found.count
      if let counter = options.counter {
        let next = place() ?? bytes
        counter.add(done: next - lastPlace)
        lastPlace = next
      }
      return Block(
        bytes: found.bytes, count: found.count, base: found.base, isLast: found.isLast && !ends.isFollowed,
        beginsLine: found.beginsLine)
    } perform: { block in
      StreamDecoder.decode(block, number: number, options: options)
    } settle: { outcome in
      var outcome = outcome
      if isSkipping {
        let next = outcome.block.firstValueLine
        var passed = DataQuality()
        passed.bytesRejected = next ?? outcome.block.count
        chain.quality.merge(passed)
        lines += RejectPlaces.lineFeeds(in: outcome.block.bytes, 0, passed.bytesRejected)
        guard let next else { return }
        isSkipping = false
        outcome = StreamDecoder.decode(
          StreamDecoder.rest(of: outcome.block, from: next), number: number, options: options)
      }
      if let before = carried {
        outcome = StreamDecoder.decode(StreamDecoder.join(before, outcome.block), number: number, options: options)
        carried = nil
      }
      let block = outcome.block
      RejectPlaces.complete(&outcome.quality, from: block.bytes, count: block.count, base: block.base, line: lines)
      lines += RejectPlaces.lineFeeds(in: block.bytes, 0, outcome.cut ?? block.count)
      if let cut = outcome.cut { carried = StreamDecoder.rest(of: block, from: cut) }
      isSkipping = outcome.isGiant
      options.counter?.add(done: 0, spans: outcome.batch.records.count)
      try chain.keep(outcome.batch, outcome.quality, into: &sink)
    }
    if var last = carried, !ends.takeTail(last.bytes[..<last.count], of: number, base: last.base) {
      // The stream ended within a value.
      last.isLast = true
      var outcome = StreamDecoder.decode(last, number: number, options: options)
      RejectPlaces.complete(&outcome.quality, from: last.bytes, count: last.count, base: last.base, line: lines)
      try chain.keep(outcome.batch, outcome.quality, into: &sink)
    }
    chain.quality.bytesRead += bytes - ends.count
    return chain.quality
  }

  private static func decode(_ block: Block, number: Int, options: DecodingOptions) -> BlockOutcome {
    var decoder = StretchDecoder(
      builder: BatchBuilder(input: number, selection: options.attributes), maxValue: options.maxValue)
    let stop = decoder.decode(
      block.bytes, count: block.count, start: 0, limit: block.count, isLast: block.isLast, base: block.base)
    var cut: Int?
    var isGiant = false
    if case .needsMore(let value) = stop {
      cut = value
      if block.count - value > options.maxValue {
        decoder.builder.quality.add(
          Reject(
            defect: .rejectedValue, input: number, offset: block.base + value,
            reason: "the value is longer than --max-value (\(options.maxValue) bytes)"))
        decoder.builder.quality.bytesRejected += block.count - value
        cut = nil
        isGiant = !block.isLast
      }
    }
    let (batch, quality) = decoder.builder.finish()
    return BlockOutcome(block: block, cut: cut, isGiant: isGiant, batch: batch, quality: quality)
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
