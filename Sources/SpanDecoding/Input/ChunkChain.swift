import TraceModel

/// Joins the outcomes of a file's chunks, in order, where each begins where the one before ended.
///
/// Chunks are decoded in parallel on a guess of where their first value begins. Here the guesses are checked: one that was
/// wrong (a pretty-printed document whose inner lines begin with `{`, values without line feeds) is decoded again from the right place.
struct ChunkChain {
  var quality = DataQuality()
  /// Where the next value begins.
  private var expected: Int

  /// - Parameter start: Where the first value may begin.
  init(from start: Int = 0) {
    expected = start
  }

  /// Adds the next chunk of the file.
  mutating func add(
    _ outcome: consuming ChunkOutcome, of chunk: FileChunk, _ file: Int32, path: String, options: DecodingOptions,
    into sink: inout some SpanSink
  ) throws {
    if expected >= chunk.end { return }
    if outcome.start != expected, chunk.start > 0 {
      var reader = FileChunkReader(options: options)
      outcome = try reader.decode(chunk, of: file, path: path, from: expected)
    }
    expected = outcome.end
    try keep(outcome.batch, outcome.quality, into: &sink)
  }

  /// Adds the values of a line that rotation cut.
  mutating func keep(
    _ joined: RotationSeams.Joined, _ options: DecodingOptions, into sink: inout some SpanSink
  ) throws {
    var decoder = StretchDecoder(
      builder: BatchBuilder(input: joined.input, selection: options.attributes), maxValue: options.maxValue)
    let padded = joined.bytes + [UInt8](repeating: UInt8(ascii: "\""), count: JSONCursor.padding)
    _ = decoder.decode(
      padded, count: joined.bytes.count, start: 0, limit: joined.bytes.count, isLast: true, base: joined.base)
    var (batch, more) = decoder.builder.finish()
    more.bytesRead = joined.bytes.count
    try keep(batch, more, into: &sink)
  }

  /// Adds values that need no check.
  mutating func keep(_ batch: consuming SpanBatch, _ more: DataQuality, into sink: inout some SpanSink) throws {
    quality.merge(more)
    if !batch.records.isEmpty { try sink.receive(batch) }
  }
}
