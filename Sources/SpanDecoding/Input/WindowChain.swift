import TraceModel

/// Joins the outcomes of an input's parts, in order, where each begins where the one before ended.
///
/// Parts are decoded beside each other, on a guess of where their first value begins. Here the guesses are checked: a part whose guess was
/// wrong (a pretty-printed document whose inner lines begin with `{`, values without line feeds) is decoded again from the right place. A
/// value that reaches over the end of a stream's window waits until there is twice as much of it, and is then decoded again.
struct WindowChain<Source: WindowSource> {
  private let decoder: WindowDecoder<Source>
  var quality = DataQuality()
  /// Where the next value begins.
  private(set) var expected: InputPosition
  /// The value there, which needs more than has come.
  private var open: InputWindow?
  /// How many bytes of it there were when it was decoded last.
  private var tried = 0
  /// Within a value that is too long: its rest is passed over.
  private var isPassingOver = false
  /// Line feeds of a stream before `expected`.
  private var lines = 0

  /// - Parameters:
  ///   - decoder: Decodes parts again.
  ///   - start: Where the first value may begin.
  init(_ decoder: WindowDecoder<Source>, from start: Int) {
    self.decoder = decoder
    expected = InputPosition(offset: start)
  }

  /// Adds the next part of the input.
  ///
  /// - Throws: When the input cannot be read again, and what the sink throws.
  mutating func add(
    _ outcome: consuming PartOutcome, of part: InputPart, into sink: inout some SpanSink
  ) throws {
    var part = part
    if isPassingOver {
      let line = part.window.firstValueLine()
      let passed = line ?? part.window.count
      quality.bytesRejected += passed
      lines += RejectLines.lineFeeds(in: part.window.bytes, 0, passed)
      expected.move(to: part.window.base + passed)
      guard line != nil else { return }
      part.window.removeFirst(passed)
      isPassingOver = false
    }
    if var value = open.take() {
      value.append(part.window)
      if value.count < 2 * tried, !value.isLast, value.count <= decoder.options.maxValue {
        open = value
        return
      }
      part.window = value
      part.first = expected
      outcome = try decoder.decode(part)
    } else if expected.offset >= part.limit {
      return
    } else if !(outcome.first.map(expected.agrees) ?? false) {
      if part.window.count == 0 { part.window = InputWindow(base: expected.offset) }
      part.first = expected
      outcome = try decoder.decode(part)
    }
    try keep(outcome, part.window, into: &sink)
  }

  /// Takes out the value that goes on where the input ended; its bytes are not decoded yet.
  mutating func takeOpen() -> InputWindow? { open.take() }

  /// Ends the input, within the value of which there are the bytes of `window` when it is given.
  mutating func end(within window: InputWindow? = nil, into sink: inout some SpanSink) throws {
    if var window {
      window.isLast = true
      let part = InputPart(window: window, first: expected, limit: window.end)
      try keep(decoder.decode(part), window, into: &sink)
    }
    if expected.depth > 0, !expected.isTorn {
      var reject = Reject(
        defect: .rejectedValue, input: decoder.input, offset: max(0, expected.offset - 1),
        reason: "the input ends within an array")
      reject.line = max(1, lines)
      quality.add(reject)
    }
  }

  private mutating func keep(
    _ outcome: consuming PartOutcome, _ window: InputWindow, into sink: inout some SpanSink
  ) throws {
    if window.count > 0 {
      RejectLines.complete(&outcome.quality, from: window, line: lines)
      lines += RejectLines.lineFeeds(in: window.bytes, 0, outcome.end.offset - window.base)
    }
    expected = outcome.end
    open = outcome.open
    tried = open?.count ?? 0
    isPassingOver = outcome.isPassingOver
    decoder.options.counter?.add(done: 0, spans: outcome.batch.records.count)
    quality.merge(outcome.quality)
    if !outcome.batch.records.isEmpty { try sink.receive(outcome.batch) }
  }
}
