public import TraceModel

/// Reads a whole dump: all its inputs, whatever their format and compression.
public struct SpanDecoder: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions) {
    self.options = options
  }

  /// Decodes all inputs into memory.
  public func decode(_ inputs: [DumpInput]) async throws -> DecodedSpans {
    var spans = DecodedSpans()
    spans.quality = try await decode(inputs, into: &spans)
    return spans
  }

  /// Decodes all inputs, one after the other.
  ///
  /// Plain files are cut into chunks that are decoded beside each other; compressed ones and standard input are unpacked by a child and
  /// decoded block by block. What cannot be read inside an input is counted.
  ///
  /// - Parameters:
  ///   - inputs: The inputs; their order does not change what comes out, but for the numbers in rejects.
  ///   - sink: Takes the batches in input order.
  /// - Returns: What was wrong with the input.
  /// - Throws: ``SpanDecodingError`` when an input cannot be opened, read or unpacked, and what the sink throws.
  public func decode(_ inputs: [DumpInput], into sink: inout some SpanSink) async throws -> DataQuality {
    var quality = DataQuality()
    var seams = try RotationSeams.find(in: inputs, options: options)
    var cut: RotationSeams.Joined?
    for number in seams.order(of: inputs.count) {
      let input = inputs[number]
      let source = try InputSource.open(input)
      let set = seams.packedSets[number]
      if set?.first == number { seams.settle(&cut) }
      if let size = source.plainSize {
        if let set { try seams.look(at: source, number, isLast: number == set.last, &cut, options) }
        quality.merge(try await decodeFile(input, number, seams.stretches[number] ?? 0..<size, into: &sink))
      } else {
        var stream = StreamDecoder(options: options, number: number, name: input.path)
        if let set { stream.ends = StreamEnds(open: cut?.bytes, isFollowed: number != set.last) }
        quality.merge(try await stream.decode(source, into: &sink))
        if set != nil { seams.add(stream.ends, &cut) }
      }
    }
    seams.settle(&cut)
    for joined in seams.joined {
      var chain = ChunkChain()
      try chain.keep(joined, options, into: &sink)
      quality.merge(chain.quality)
    }
    return quality
  }

  private func decodeFile(
    _ input: DumpInput, _ number: Int, _ stretch: Range<Int>, into sink: inout some SpanSink
  ) async throws -> DataQuality {
    let file = try FileDescriptor(reading: input.path)
    let descriptor = file.number
    let path = input.path
    let options = options
    var chain = ChunkChain(from: stretch.lowerBound)
    var start = stretch.lowerBound
    let size = stretch.upperBound
    var seen = (bytes: 0, spans: 0)
    try await OrderedTasks.run(jobs: options.jobs) { () -> FileChunk? in
      if start >= size { return nil }
      let end = min(size, start + options.chunkSize)
      defer { start = end }
      // A little more than the mean: arrays that need not grow leave no holes.
      let expected = seen.bytes == 0 ? 0 : Int(1.1 * Double(seen.spans) / Double(seen.bytes) * Double(end - start))
      return FileChunk(input: number, start: start, end: end, fileSize: size, expectedSpans: expected)
    } perform: { chunk -> (chunk: FileChunk, outcome: ChunkOutcome) in
      // The file stays open until all tasks have ended.
      var reader = FileChunkReader(options: options)
      return (chunk, try reader.decode(chunk, of: descriptor, path: path))
    } settle: { done in
      seen.bytes += done.chunk.end - done.chunk.start
      seen.spans += done.outcome.batch.records.count
      options.counter?.add(done: done.chunk.end - done.chunk.start, spans: done.outcome.batch.records.count)
      try chain.add(done.outcome, of: done.chunk, descriptor, path: path, options: options, into: &sink)
    }
    chain.quality.bytesRead = stretch.count
    RejectPlaces.complete(&chain.quality, from: descriptor)
    _ = consume file
    return chain.quality
  }
}
