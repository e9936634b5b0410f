import HostSystem

/// Reads the JSON values of log, metric and deployment files one after the other.
struct SignalReader {
  let options: DecodingOptions

  /// Calls `body` with a cursor at the start of each value; it must step over the value or throw. What throws is counted and
  /// passed over, up to the next line.
  ///
  /// - Returns: How many values there were, and how many were rejected.
  func read(
    _ input: DumpInput, _ body: (inout JSONCursor) throws(JSONError) -> Void
  ) throws(SpanDecodingError) -> SignalCounts {
    let source = try InputSource.open(input)
    if source.compression == .none {
      var stream = StreamWindows(options: options, name: input.path, head: source.head)
      return try read(&stream, from: source.file, body)
    }
    let child = try Decompressor.start(source)
    var stream = StreamWindows(options: options, name: input.path)
    let counts: SignalCounts
    do {
      counts = try read(&stream, from: child.output, body)
    } catch {
      child.stop()
      throw error
    }
    let program = child.name
    if let failure = child.finish(), !failure.isWarning {
      throw SpanDecodingError(input: input.path, reason: .decompressorFailed(name: program, message: failure.message))
    }
    return counts
  }

  private func read(
    _ stream: inout StreamWindows, from file: borrowing some ByteStream & ~Copyable,
    _ body: (inout JSONCursor) throws(JSONError) -> Void
  ) throws(SpanDecodingError) -> SignalCounts {
    var counts = SignalCounts()
    while let window = try stream.next(from: file) {
      counts += window.withCursor { SignalReader.readAll(&$0, body) }
    }
    return counts
  }

  private static func readAll(
    _ cursor: inout JSONCursor, _ body: (inout JSONCursor) throws(JSONError) -> Void
  ) -> SignalCounts {
    var counts = SignalCounts()
    while true {
      cursor.skipSpace()
      while cursor.offset < cursor.end, cursor.byte == UInt8(ascii: ",") || cursor.byte == UInt8(ascii: "[") {
        cursor.offset += 1
        cursor.skipSpace()
      }
      if cursor.offset < cursor.end, cursor.byte == UInt8(ascii: "]") {
        cursor.offset += 1
        continue
      }
      if cursor.offset >= cursor.end { return counts }
      let start = cursor.offset
      do {
        try body(&cursor)
        counts.values += 1
        if cursor.offset <= start { cursor.offset = start + 1 }
      } catch {
        counts.rejected += 1
        cursor.offset = max(start + 1, min(cursor.end, cursor.offset))
        while cursor.offset < cursor.end, cursor[cursor.offset - 1] != 0x0a { cursor.offset += 1 }
      }
    }
  }
}
