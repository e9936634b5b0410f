import TraceModel

/// Reads and decodes chunks of a file by `pread`, into a buffer of its own. One worker owns it.
///
/// Where the first value of a chunk begins is guessed: at the first line that begins with `{` or `[`. ``ChunkChain`` finds
/// out whether the guess was right.
struct FileChunkReader: ~Copyable {
  private let options: DecodingOptions
  private var buffer: [UInt8] = []

  /// Bytes read past the chunk's end, for the value that reaches over it.
  private static let overlap = 128 << 10

  init(options: DecodingOptions) {
    self.options = options
  }

  /// Decodes the values that begin in `chunk`.
  ///
  /// - Parameters:
  ///   - chunk: The stretch of the file whose values are asked for.
  ///   - file: The file, open for reading.
  ///   - path: What messages call the file.
  ///   - start: Where the first value begins, when that is known.
  /// - Returns: What was decoded, and where the first value began and the last one ended.
  /// - Throws: When the file cannot be read.
  mutating func decode(
    _ chunk: FileChunk, of file: Int32, path: String, from start: Int? = nil
  ) throws(SpanDecodingError) -> ChunkOutcome {
    var base = start ?? max(0, chunk.start - 1)
    var count = try fill(file, path, from: base, upTo: min(chunk.fileSize, chunk.end + FileChunkReader.overlap))
    var offset = 0
    if start == nil, chunk.start > 0 {
      guard let line = firstValueLine(before: min(count, chunk.end - base)) else {
        return ChunkOutcome(start: nil, end: chunk.end, batch: SpanBatch(), quality: DataQuality())
      }
      offset = line
    }
    let first = base + offset
    var decoder = StretchDecoder(
      builder: BatchBuilder(
        input: chunk.input, selection: options.attributes,
        expectedSpans: chunk.expectedSpans), maxValue: options.maxValue)
    while true {
      let stop = decoder.decode(
        buffer, count: count, start: offset, limit: chunk.end - base, isLast: base + count >= chunk.fileSize, base: base
      )
      switch stop {
      case .done(let end):
        let (batch, quality) = decoder.builder.finish()
        return ChunkOutcome(start: first, end: base + end, batch: batch, quality: quality)
      case .needsMore(let value):
        let had = count - value
        base += value
        offset = 0
        if had >= options.maxValue {
          let next = try skipGiantValue(file, path, from: base, fileSize: chunk.fileSize)
          decoder.builder.quality.add(
            Reject(
              defect: .rejectedValue, input: chunk.input, offset: base,
              reason: "the value is longer than --max-value (\(options.maxValue) bytes)"))
          decoder.builder.quality.bytesRejected += next - base
          base = next
          if base >= chunk.end {
            let (batch, quality) = decoder.builder.finish()
            return ChunkOutcome(start: first, end: base, batch: batch, quality: quality)
          }
        }
        let wanted = min(max(had * 2, FileChunkReader.overlap * 2), options.maxValue + FileChunkReader.overlap)
        count = try fill(file, path, from: base, upTo: min(chunk.fileSize, base + wanted))
      }
    }
  }

  /// Reads the file from `base` up to `end` to the front of the buffer and pads it.
  private mutating func fill(
    _ file: Int32, _ path: String, from base: Int, upTo end: Int
  ) throws(SpanDecodingError) -> Int {
    let count = max(0, end - base)
    if buffer.count < count + JSONCursor.padding {
      buffer = [UInt8](repeating: UInt8(ascii: "\""), count: count + JSONCursor.padding)
    }
    guard let got = readFile(file, into: &buffer, at: 0, count: count, from: base) else {
      throw SpanDecodingError(input: path, reason: .cannotRead(code: systemErrorNumber()))
    }
    for place in got..<got + JSONCursor.padding { buffer[place] = UInt8(ascii: "\"") }
    return got
  }

  private func firstValueLine(before limit: Int) -> Int? {
    var place = 0
    while place < limit {
      if buffer[place] == 0x0a {
        let next = buffer[place + 1]
        if place + 1 < limit, next == UInt8(ascii: "{") || next == UInt8(ascii: "[") { return place + 1 }
      }
      place += 1
    }
    return nil
  }

  /// The offset of the first line behind `start` that begins a value, or the end of the file.
  private mutating func skipGiantValue(
    _ file: Int32, _ path: String, from start: Int, fileSize: Int
  ) throws(SpanDecodingError) -> Int {
    var base = start
    while base < fileSize {
      let count = try fill(file, path, from: base, upTo: min(fileSize, base + options.chunkSize))
      if count == 0 { return fileSize }
      if let line = firstValueLine(before: count) { return base + line }
      // The last byte is looked at again: it may be the line feed before a value.
      base += count > 1 ? count - 1 : 1
      if count == 1 { return fileSize }
    }
    return fileSize
  }
}
