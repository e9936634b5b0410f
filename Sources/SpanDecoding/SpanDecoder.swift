import HostSystem
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
    var seams = RotationSeams(inputs)
    for number in seams.order(of: inputs.count) {
      let input = inputs[number]
      let source = try InputSource.open(input)
      seams.begin(number)
      if let size = source.plainSize {
        let range = try seams.look(at: source, number, size: size, options)
        quality.merge(try await decode(source, number, range, into: &sink))
      } else {
        var stream = StreamDecoder(options: options, number: number, name: input.path)
        if seams.sets[number] != nil {
          stream.ends = StreamEnds(open: seams.open?.bytes, isFollowed: seams.isFollowed(number))
        }
        quality.merge(try await stream.decode(source, into: &sink))
        if seams.sets[number] != nil { seams.add(stream.ends) }
      }
    }
    seams.close()
    for joined in seams.joined {
      let decoder = WindowDecoder(source: StreamInOrder(), input: joined.input, options: options)
      var chain = WindowChain(decoder, from: joined.base)
      try chain.end(within: InputWindow(joined.bytes, base: joined.base), into: &sink)
      chain.quality.bytesRead = joined.bytes.count
      quality.merge(chain.quality)
    }
    return quality
  }

  /// Decodes a range of a plain file.
  private func decode(
    _ source: borrowing InputSource, _ number: Int, _ range: Range<Int>, into sink: inout some SpanSink
  ) async throws -> DataQuality {
    let options = options
    let file = PlainFile(descriptor: source.file.borrowed, path: source.path, end: range.upperBound)
    let decoder = WindowDecoder(source: file, input: number, options: options)
    var chain = WindowChain(decoder, from: range.lowerBound)
    var start = range.lowerBound
    var seen = (bytes: 0, spans: 0)
    try await OrderedTasks.run(jobs: options.jobs) { () -> InputPart? in
      if start >= range.upperBound { return nil }
      let isFirst = start == range.lowerBound
      let end = min(range.upperBound, start + options.chunkSize)
      defer { start = end }
      // A little more than the mean: arrays that need not grow leave no holes.
      let expected = seen.bytes == 0 ? 0 : Int(1.1 * Double(seen.spans) / Double(seen.bytes) * Double(end - start))
      // The byte before tells whether a line begins.
      return InputPart(
        window: InputWindow(base: isFirst ? start : start - 1), first: isFirst ? InputPosition(offset: start) : nil,
        hint: chain.expected, limit: end, expectedSpans: expected)
    } perform: { part in
      (part, try decoder.decode(part))
    } receive: { part, outcome in
      let bytes = part.limit - (part.first?.offset ?? part.window.base + 1)
      seen.bytes += bytes
      seen.spans += outcome.batch.records.count
      options.counter?.add(done: bytes)
      try chain.add(outcome, of: part, into: &sink)
    }
    try chain.end(into: &sink)
    chain.quality.bytesRead = range.count
    RejectLines.complete(&chain.quality, from: file.descriptor)
    return chain.quality
  }
}
