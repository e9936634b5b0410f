import HostSystem
import TraceModel

/// Makes something of the objects in files of logs, metrics or deployments.
protocol SignalValues {
  /// Reads one object.
  ///
  /// - Throws: A shape error when there is nothing of the kind in it.
  mutating func value(_ cursor: inout JSONCursor) throws(JSONError)
}

/// Reads the objects of log, metric and deployment files one after the other, as those of dumps are: see ``ValueDecoder``.
struct SignalReader<Values: SignalValues> {
  let options: DecodingOptions
  private var decoder: ValueDecoder<CountedValues<Values>>

  init(_ values: Values, options: DecodingOptions) {
    self.options = options
    decoder = ValueDecoder(reader: CountedValues(values: values), maxValue: options.maxValue)
  }

  var values: Values { decoder.reader.values }

  /// Reads an input to its end.
  ///
  /// - Returns: How many values there were, and how many were rejected.
  mutating func read(_ input: DumpInput) throws(SpanDecodingError) -> SignalCounts {
    decoder.reader.counts = SignalCounts()
    let source = try InputSource.open(input)
    if source.compression == .none {
      var stream = StreamWindows(options: options, name: input.path, head: source.head, utf16: source.utf16)
      try read(&stream, from: source.file)
      return decoder.reader.counts
    }
    let child = try Decompressor.start(source)
    var stream = StreamWindows(options: options, name: input.path)
    do {
      try read(&stream, from: child.output)
    } catch {
      child.stop()
      throw error
    }
    let program = child.name
    if let failure = child.finish(), !failure.isWarning {
      throw SpanDecodingError(input: input.path, reason: .decompressorFailed(name: program, message: failure.message))
    }
    return decoder.reader.counts
  }

  /// Decodes window by window; a value that reaches over the end of one waits until there is twice as much of it.
  private mutating func read(
    _ stream: inout StreamWindows, from file: borrowing some ByteStream & ~Copyable
  ) throws(SpanDecodingError) {
    var position = InputPosition(offset: 0)
    var open: InputWindow?
    var tried = 0
    // Within a value that is too long.
    var isPassingOver = false
    while var window = try stream.next(from: file) {
      if isPassingOver {
        guard let line = window.firstValueLine() else { continue }
        window.removeFirst(line)
        position.move(to: window.base)
        isPassingOver = false
      }
      if var value = open.take() {
        value.append(window)
        window = value
        if window.count < 2 * tried, !window.isLast, window.count <= options.maxValue {
          open = window
          continue
        }
      }
      switch decoder.decode(window, from: position, before: window.end) {
      case .done(let next): position = next
      case .needsMore(let next):
        position = next
        window.removeFirst(next.offset - window.base)
        if window.count <= options.maxValue {
          tried = window.count
          open = window
          continue
        }
        let reason = JSONCursor.tooLong(options.maxValue)
        decoder.reader.reject(.rejectedValue, at: 0, reason)
        position.recover(at: window.end, scanned: window.base + options.maxValue)
        isPassingOver = true
      }
    }
  }
}

/// Counts what an input holds while others make something of it.
struct CountedValues<Values: SignalValues>: ValueReader {
  var values: Values
  var counts = SignalCounts()
  var base = 0

  static var isFinal: Bool { true }

  init(values: Values) {
    self.values = values
  }

  mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
    let start = cursor.offset
    do throws(JSONError) {
      try values.value(&cursor)
    } catch {
      guard case .shape(let reason) = error.reason else { throw error }
      cursor.offset = start
      try cursor.skipValue()
      counts.strange += 1
      note(.rejectedValue, at: start, "\(reason)")
    }
    counts.values += 1
  }

  private mutating func note(_ defect: Defect, at offset: Int, _ reason: @autoclosure () -> String) {
    if counts.firstReject != nil { return }
    counts.firstReject = Reject(defect: defect, input: 0, offset: base + offset, reason: reason())
  }

  func mark() {}

  mutating func rollBack(to mark: Void) {}

  mutating func reject(_ defect: Defect, at offset: Int, _ reason: @autoclosure () -> String) {
    counts.rejected += 1
    note(defect, at: offset, reason())
  }

  mutating func countRejected(bytes: Int) {}

  mutating func countRead() {}
}
