/// Cuts a stream into blocks of whole values, as far as can be told from its lines.
struct BlockStream {
  struct Block {
    /// The bytes, followed by ``JSONCursor/padding`` quotes.
    var bytes: [UInt8]
    var count: Int
    /// Offset of the block within the stream.
    var base: Int
    var isLast: Bool
    /// The block begins a line: only one within a giant value does not.
    var beginsLine: Bool
  }

  private let options: DecodingOptions
  private let name: String
  private var carried: [UInt8] = []
  private var base = 0
  private var hasEnded = false
  private var endedLine = true
  private var frames: FrameFilter?
  private var hasBegun = false
  /// How many messages of a framed stream have ended, told by the NUL of ``FrameFeeder/mark``.
  private(set) var messages = 0
  private let countsMessages: Bool

  /// - Parameters:
  ///   - options: Chunk size and limits.
  ///   - name: The input's name, for errors.
  ///   - head: Bytes of the stream that have been read already.
  ///   - base: Where in all that is unpacked the stream begins.
  ///   - countsMessages: Whether ``messages`` are counted.
  init(
    options: DecodingOptions, name: String, head: [UInt8] = [], base: Int = 0, countsMessages: Bool = false
  ) {
    self.countsMessages = countsMessages
    carried = head
    self.base = base
    self.options = options
    self.name = name
  }

  /// Reads up to the next cut. Nil at the end of the stream.
  ///
  /// A block is about a chunk long, longer when no line in it begins a value, at most a giant value.
  mutating func next(from file: borrowing FileDescriptor) throws(SpanDecodingError) -> Block? {
    if hasEnded { return nil }
    var bytes = carried
    var count = bytes.count
    carried = []
    var wanted = options.chunkSize
    while true {
      bytes += repeatElement(UInt8(ascii: "\""), count: count + wanted + JSONCursor.padding - bytes.count)
      guard let got = file.readStream(into: &bytes, at: count, count: wanted) else {
        throw SpanDecodingError(input: name, reason: .cannotRead(code: systemErrorNumber()))
      }
      unframe(&bytes, from: count, to: count + got)
      if countsMessages { messages += bytes[count..<count + got].count { $0 == 0 } }
      count += got
      if base + count > options.maxExpand {
        throw SpanDecodingError(input: name, reason: .tooLargeDecompressed(limit: options.maxExpand))
      }
      if got < wanted {
        hasEnded = true
        return take(bytes, count, isLast: true)
      }
      if let cut = BlockStream.lastValueLine(in: bytes, count: count) {
        carried = Array(bytes[cut..<count])
        return take(bytes, cut, isLast: false)
      }
      if count > options.maxValue { return take(bytes, count, isLast: false) }
      wanted = count
    }
  }

  /// Blanks the length fields of a framed stream, which its first bytes tell.
  private mutating func unframe(_ bytes: inout [UInt8], from start: Int, to end: Int) {
    var start = start
    if !hasBegun {
      hasBegun = true
      start = 0
      if FrameFilter.isFramed(bytes[..<end]) { frames = FrameFilter() }
    }
    frames?.apply(to: &bytes, from: start, to: end)
  }

  private mutating func take(_ bytes: consuming [UInt8], _ count: Int, isLast: Bool) -> Block {
    bytes.removeLast(bytes.count - count)
    bytes += repeatElement(UInt8(ascii: "\""), count: JSONCursor.padding)
    let block = Block(bytes: bytes, count: count, base: base, isLast: isLast, beginsLine: endedLine)
    endedLine = count > 0 && block.bytes[count - 1] == 0x0a
    base += count
    return block
  }

  /// The offset of the last line that begins with `{` or `[`, or nil when only the first does.
  static func lastValueLine(in bytes: [UInt8], count: Int) -> Int? {
    var place = count - 1
    while place > 0 {
      if bytes[place - 1] == 0x0a, bytes[place] == UInt8(ascii: "{") || bytes[place] == UInt8(ascii: "[") {
        return place
      }
      place -= 1
    }
    return nil
  }
}
