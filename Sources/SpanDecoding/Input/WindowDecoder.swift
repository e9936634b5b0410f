import TraceModel

/// Where a worker reads: values belong to the part of the input that they begin in.
struct InputPart: Sendable {
  /// What is at hand of it.
  var window: InputWindow
  /// Where the first value begins; nil when that has to be guessed: at the first line that begins with `{` or `[`.
  var first: Int?
  /// Offset within the input: values that begin there or behind belong to the next part.
  var limit: Int
  /// About how many spans it holds, going by those before it; 0 when nothing is known.
  var expectedSpans = 0
}

/// What the values that begin in one part of an input held.
struct PartOutcome: Sendable {
  /// Where the first value was taken to begin; nil when no line of the part begins one.
  var first: Int?
  /// Where the next value begins, or the input ends.
  var end: Int
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
    var next = (part.first ?? window.base) - window.base
    if part.first == nil {
      guard let line = window.firstValueLine(before: part.limit - window.base) else {
        return PartOutcome(first: nil, end: part.limit)
      }
      next = line
    }
    var outcome = PartOutcome(first: window.base + next, end: part.limit)
    var decoder = ValueDecoder(
      builder: BatchBuilder(input: input, selection: options.attributes, expectedSpans: part.expectedSpans),
      maxValue: options.maxValue)
    decoding: while true {
      switch decoder.decode(window, from: next, before: part.limit - window.base) {
      case .done(let offset):
        outcome.end = window.base + offset
        break decoding
      case .needsMore(let offset):
        window.removeFirst(offset)
        next = 0
        if window.count > options.maxValue {
          outcome.isPassingOver = try !passOver(&window, &decoder.builder.quality)
          outcome.end = window.base
          if outcome.isPassingOver || window.base >= part.limit { break decoding }
        } else {
          // Twice as much each time: a value is looked at again from its beginning.
          let more = min(max(window.count, 2 * overlap - window.count), options.maxValue + overlap - window.count)
          if try !source.extend(&window, by: more) {
            outcome.end = window.base
            outcome.open = window
            break decoding
          }
        }
      }
    }
    (outcome.batch, outcome.quality) = decoder.builder.finish()
    return outcome
  }

  /// Rejects the value that the window begins with, and passes over it up to the next line that begins a value.
  ///
  /// - Returns: False when the line lies behind the window, which is empty then.
  private func passOver(_ window: inout InputWindow, _ quality: inout DataQuality) throws(SpanDecodingError) -> Bool {
    quality.add(
      Reject(
        defect: .rejectedValue, input: input, offset: window.base, reason: ValueDecoder.tooLong(options.maxValue)))
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
