import TraceModel

/// What the values that begin in one chunk of an input held.
struct ChunkOutcome: Sendable {
  /// Where the first value was taken to begin; nil when no line of the chunk begins one.
  var start: Int?
  /// Where the first value behind the chunk begins, or the end of the input.
  var end: Int
  var batch: SpanBatch
  var quality: DataQuality
}

/// A stretch of a file. Values belong to the chunk that they begin in.
struct FileChunk: Sendable {
  var input: Int
  var start: Int
  var end: Int
  var fileSize: Int
  /// About how many spans it holds, going by those before it; 0 when nothing is known.
  var expectedSpans = 0
}
