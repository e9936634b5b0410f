import HostSystem

/// Cuts a stream into windows of whole values, as far as can be told from its lines.
struct StreamWindows {
  private let options: DecodingOptions
  private let name: String
  /// What was read behind the last cut.
  private var rest: InputWindow
  private var hasEnded = false
  private var frames: FrameFilter?
  private var hasBegun = false
  /// How many messages of a framed stream have ended, told by the NUL of ``FrameFeeder/mark``.
  private(set) var messages = 0
  private let countsMessages: Bool
  private var utf16: UTF16Filter?

  /// - Parameters:
  ///   - options: Chunk size and limits.
  ///   - name: The input's name, for errors.
  ///   - head: Bytes of the stream that have been read already.
  ///   - base: Where in all that is unpacked the stream begins.
  ///   - countsMessages: Whether ``messages`` are counted.
  ///   - utf16: Turns the stream into UTF-8, where it is UTF-16.
  init(
    options: DecodingOptions, name: String, head: [UInt8] = [], base: Int = 0, countsMessages: Bool = false,
    utf16: UTF16Filter? = nil
  ) {
    self.utf16 = utf16
    self.countsMessages = countsMessages
    rest = InputWindow(head, base: base)
    self.options = options
    self.name = name
  }

  /// Reads up to the next cut: before the last line so far that begins a value. Nil at the end of the stream.
  ///
  /// A window is about a chunk long, longer when no line in it begins a value, at most a value that is too long.
  mutating func next(from file: borrowing some ByteStream & ~Copyable) throws(SpanDecodingError) -> InputWindow? {
    if hasEnded { return nil }
    var window = rest
    rest = InputWindow(base: 0)
    var wanted = options.chunkSize
    while true {
      let had = window.count
      let got: Int
      do throws(SystemError) {
        got = try window.append(atMost: wanted) { (buffer, start, count) throws(SystemError) in
          if utf16 != nil {
            return try utf16?.read(file, into: &buffer, at: start, count: count) ?? 0
          }
          return try file.readStream(into: &buffer, at: start, count: count)
        }
      } catch {
        throw SpanDecodingError(input: name, reason: .cannotRead(code: error.code))
      }
      window.withBytes(from: hasBegun ? had : 0) { bytes, new in unframe(&bytes, new) }
      if countsMessages { messages += window.bytes[had..<had + got].count { $0 == 0 } }
      if window.end > options.maxExpand {
        throw SpanDecodingError(input: name, reason: .tooLargeDecompressed(limit: options.maxExpand))
      }
      if got < wanted {
        hasEnded = true
        window.isLast = true
        return window
      }
      if let cut = window.lastValueLine {
        rest = window.split(at: cut)
        return window
      }
      if window.count > options.maxValue {
        rest = InputWindow(base: window.end, beginsLine: window.endsLine)
        return window
      }
      wanted = window.count
    }
  }

  /// Blanks the length fields of a framed stream, which its first bytes tell.
  private mutating func unframe(_ bytes: inout [UInt8], _ new: Range<Int>) {
    if !hasBegun {
      hasBegun = true
      if FrameFilter.isFramed(bytes[..<new.upperBound]) { frames = FrameFilter() }
    }
    frames?.apply(to: &bytes, from: new.lowerBound, to: new.upperBound)
  }
}
