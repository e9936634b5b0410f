import HostSystem
import TraceModel

/// Decodes an input that can only be read from front to end: standard input, or what a decompressor writes.
///
/// The stream is cut into windows before a line that begins with `{` or `[`; windows are decoded beside the reading, at most
/// `jobs` at a time, and joined in order.
struct StreamDecoder {
  let options: DecodingOptions
  let number: Int
  let name: String
  /// The ends of a file of a rotated set.
  var ends = StreamEnds()

  mutating func decode(_ source: borrowing InputSource, into sink: inout some SpanSink) async throws -> DataQuality {
    if source.compression == .none {
      var stream = StreamWindows(options: options, name: name, head: source.head, utf16: source.utf16)
      return try await decode(into: &sink, packedOffset: { nil }) { try stream.next(from: source.file) }
    }
    let isFramed = source.compression == .framedZstd
    var (quality, messages, failure) = try await decode(
      Decompressor.start(source), of: source.file.borrowed, isFramed: isFramed, into: &sink)
    guard var failure else { return quality }
    // What is lost counts as one rejected value, the one that was torn where there is one.
    var leftTornValue = quality[.rejectedValue] > 0
    var offset = source.fileSize == nil ? nil : source.file.borrowed.position
    if isFramed, !DumpInput(path: source.path).isStandardInput, let size = source.fileSize {
      // A damaged message costs itself: the child starts again behind it.
      var restarts = 0
      while restarts < StreamDecoder.maxRestarts,
        let next = FrameFilter.offset(behind: messages + 1, in: source.file.borrowed, size: size)
      {
        if !leftTornValue {
          quality.add(
            Reject(
              defect: .rejectedValue, input: number, offset: quality.bytesRead,
              reason: "zstd could not unpack the message: \(failure.message)"))
        }
        let file = try SpanDecodingError.opening(source.path) { () throws(SystemError) in
          try FileDescriptor(reading: source.path, from: next)
        }
        ends = StreamEnds()
        let more = try await decode(
          Decompressor.startFrames(file, source.path), of: file.borrowed, base: quality.bytesRead, isFramed: true,
          into: &sink)
        leftTornValue = more.quality[.rejectedValue] > 0
        quality.merge(more.quality)
        messages += 1 + more.messages
        restarts += 1
        guard let again = more.failure else { return quality }
        failure = again
        offset = file.borrowed.position
      }
    }
    note(
      failure, of: source.compression == .gzip ? "gzip" : "zstd", offset, source.fileSize, leftTornValue, &quality
    )
    return quality
  }

  /// How often a child is started anew behind damaged messages, before what is left is given up.
  private static let maxRestarts = 1000

  /// Decodes what a child unpacks.
  ///
  /// - Parameters:
  ///   - child: Reads `packed` at the offset that this process sees, too.
  ///   - packed: The packed file.
  ///   - base: Where in all that is unpacked the child's output begins.
  ///   - isFramed: It unpacks framed messages.
  ///   - sink: Takes the batches.
  /// - Throws: What reading and the sink throw.
  /// - Returns: What was wrong, how many framed messages ended, and how the child failed, if it did.
  private mutating func decode(
    _ child: consuming Decompressor, of packed: BorrowedDescriptor, base: Int = 0, isFramed: Bool,
    into sink: inout some SpanSink
  ) async throws -> (quality: DataQuality, messages: Int, failure: Decompressor.Failure?) {
    var stream = StreamWindows(options: options, name: name, base: base, countsMessages: isFramed)
    let quality: DataQuality
    do {
      quality = try await decode(from: base, into: &sink, packedOffset: { packed.position }) {
        try stream.next(from: child.output)
      }
    } catch {
      child.stop()
      throw error
    }
    return (quality, stream.messages, child.finish())
  }

  /// Counts what a decompressor had to say at its end.
  private func note(
    _ failure: Decompressor.Failure, of program: String, _ offset: Int?, _ size: Int?, _ leftTornValue: Bool,
    _ quality: inout DataQuality
  ) {
    if failure.isWarning {
      quality.add(
        Reject(
          defect: .rejectedValue, input: number, offset: quality.bytesRead, reason: "\(program): \(failure.message)"))
      return
    }
    let found = StreamBreak(
      input: number, unpacked: quality.bytesRead, place: offset, size: size, program: program, message: failure.message)
    let reason = "\(program) could not unpack the rest: \(failure.message)"
    if !leftTornValue {
      quality.add(Reject(defect: .rejectedValue, input: number, offset: quality.bytesRead, reason: reason))
    }
    quality.add(found, reason: reason)
  }

  /// - Parameters:
  ///   - base: Where in all that is unpacked the stream begins.
  ///   - sink: Takes the batches.
  ///   - packedOffset: How much of the packed input has been read; nil when it is not packed, or a pipe.
  ///   - nextWindow: Reads on.
  /// - Throws: What reading and the sink throw.
  /// - Returns: What was wrong with the stream.
  private mutating func decode(
    from base: Int = 0, into sink: inout some SpanSink, packedOffset: () -> Int?,
    _ nextWindow: () throws -> InputWindow?
  ) async throws -> DataQuality {
    var ends = ends
    defer { self.ends = ends }
    let options = options
    let decoder = WindowDecoder(source: StreamInOrder(), input: number, options: options)
    var chain = WindowChain(decoder, from: base)
    var bytes = 0
    var lastOffset = 0
    try await OrderedTasks.run(jobs: options.jobs) { () -> InputPart? in
      guard var window = try nextWindow() else { return nil }
      if bytes == 0 { ends.takeHead(of: &window) }
      bytes += window.count
      if let counter = options.counter {
        let next = packedOffset() ?? bytes
        counter.add(done: next - lastOffset)
        lastOffset = next
      }
      if ends.isFollowed { window.isLast = false }
      let isFirst = window.base == base
      return InputPart(
        window: window, first: isFirst ? InputPosition(offset: base) : nil, hint: chain.expected, limit: window.end)
    } perform: { part in
      (part, try decoder.decode(part))
    } receive: { part, outcome in
      try chain.add(outcome, of: part, into: &sink)
    }
    let last = chain.takeOpen()
    let isTail = last.map { ends.takeTail($0, of: number) } ?? false
    try chain.end(within: isTail ? nil : last, into: &sink)
    chain.quality.bytesRead += bytes - ends.count
    return chain.quality
  }
}
