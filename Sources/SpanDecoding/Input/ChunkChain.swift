import TraceModel

/// Joins the outcomes of a file's chunks, in order, where each begins where the one before ended.
///
/// Chunks are decoded in parallel on a guess of where their first value begins. Here the guesses are checked: one that was
/// wrong (a pretty-printed document whose inner lines begin with `{`, values without line feeds) is decoded again from the right place.
struct ChunkChain {
  private(set) var batches: [SpanBatch] = []
  private(set) var quality = DataQuality()
  /// Where the next value begins.
  private var expected = 0

  init() {}

  /// Adds the next chunk of the file.
  mutating func add(
    _ outcome: consuming ChunkOutcome, of chunk: FileChunk, _ file: borrowing FileDescriptor, path: String,
    options: DecodingOptions
  ) throws(SpanDecodingError) {
    if expected >= chunk.end { return }
    if outcome.start != expected, chunk.start > 0 {
      var reader = FileChunkReader(options: options)
      outcome = try reader.decode(chunk, of: file, path: path, from: expected)
    }
    expected = outcome.end
    keep(outcome.batch, outcome.quality)
  }

  /// Adds values that need no check.
  mutating func keep(_ batch: SpanBatch, _ more: DataQuality) {
    if !batch.records.isEmpty { batches.append(batch) }
    quality.merge(more)
  }
}
