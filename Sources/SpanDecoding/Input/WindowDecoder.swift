import TraceModel

/// Where a worker reads: values belong to the part of the input that they begin in.
struct InputPart: Sendable {
  /// What is at hand of it.
  var window: InputWindow
  /// Where the first value begins; nil when that has to be guessed: at the first line that begins with `{` or `[`.
  var first: InputPosition?
  /// What the last outcome so far says of arrays that may be open here.
  var hint: InputPosition?
  /// Offset within the input: values that begin there or behind belong to the next part.
  var limit: Int
  /// About how many spans it holds, going by those before it; 0 when nothing is known.
  var expectedSpans = 0
}

/// What the values that begin in one part of an input held.
struct PartOutcome: Sendable {
  /// Where the first value was taken to begin; nil when no line of the part begins one.
  var first: InputPosition?
  /// Where the next value begins, or the input ends.
  var end: InputPosition
  /// A value that is too long goes on: the next value is the next line that begins one.
  var isPassingOver = false
  /// The value that goes on behind the part, when the source brings no more by itself.
  var open: InputWindow?
  var batch = SpanBatch()
  var quality = DataQuality()
}

/// Decodes the values of one part of an input, whose window grows with the values that reach over its end. A worker owns it.
struct WindowDecoder<Source: WindowSource>: Sendable {
  let source: Source
  /// The number of the input, for rejects.
  let input: Int
  let options: DecodingOptions

  /// Bytes read past a part's end, for the value that reaches over it.
  private var overlap: Int { 128 << 10 }

  /// - Throws: When the input cannot be read.
  func decode(_ part: consuming InputPart) throws(SpanDecodingError) -> PartOutcome {
    var window = part.window
    if window.end < part.limit { _ = try source.extend(&window, by: part.limit + overlap - window.end) }
    guard var next = part.first ?? window.guess(before: part.limit, hint: part.hint) else {
      return PartOutcome(first: nil, end: InputPosition(offset: part.limit))
    }
    var outcome = PartOutcome(first: next, end: next)
    var decoder = ValueDecoder(
      reader: BatchBuilder(input: input, selection: options.attributes, expectedSpans: part.expectedSpans),
      maxValue: options.maxValue)
    decoding: while true {
      switch decoder.decode(window, from: next, before: part.limit) {
      case .done(let position):
        outcome.end = position
        break decoding
      case .needsMore(let position):
        window.removeFirst(position.offset - window.base)
        next = position
        if window.count > options.maxValue {
          outcome.isPassingOver = try !passOver(&window, &next, &decoder.reader.quality)
          outcome.end = next
          if outcome.isPassingOver || next.offset >= part.limit { break decoding }
        } else {
          // Twice as much each time: a value is looked at again from its beginning.
          let more = min(max(window.count, 2 * overlap - window.count), options.maxValue + overlap - window.count)
          if try !source.extend(&window, by: more) {
            outcome.end = next
            outcome.open = window
            break decoding
          }
        }
      }
    }
    (outcome.batch, outcome.quality) = decoder.reader.finish()
    return outcome
  }

  /// Rejects the value that the window begins with, and passes over it up to the next line that begins a value.
  ///
  /// - Returns: False when the line lies behind the window, which is empty then.
  private func passOver(
    _ window: inout InputWindow, _ position: inout InputPosition, _ quality: inout DataQuality
  ) throws(SpanDecodingError) -> Bool {
    let begin = window.base
    quality.add(
      Reject(
        defect: .rejectedValue, input: input, offset: begin, reason: JSONCursor.tooLong(options.maxValue)))
    defer { position.recover(at: window.base, scanned: begin + options.maxValue) }
    var from = 1
    while true {
      if let line = window.firstValueLine(from: from) {
        quality.bytesRejected += line
        window.removeFirst(line)
        return true
      }
      quality.bytesRejected += window.count
      window.removeFirst(window.count)
      if window.isLast { return true }
      if try !source.extend(&window, by: options.chunkSize) { return false }
      from = 0
    }
  }
}
