import Glibc
import HostSystem

/// A `gzip` or `zstd` child process that unpacks one input beside the decoder.
struct Decompressor: ~Copyable {
  /// What a program said that did not end well.
  struct Failure: Sendable {
    var message: String
    /// All that is packed was unpacked; something else lies behind it.
    var isWarning: Bool
  }

  let name: String
  /// The unpacked bytes.
  let output: ChildOutput
  private var process: ChildProcess
  /// Brings the rest of a stream whose first bytes have been looked at already.
  private var feeder: ChildProcess?

  private init(
    name: String, output: consuming ChildOutput, process: consuming ChildProcess,
    feeder: consuming ChildProcess? = nil
  ) {
    self.name = name
    self.output = output
    self.process = process
    self.feeder = feeder
  }

  /// Starts the program with the input as its standard input, so that no file name can be taken for an option.
  static func start(_ source: borrowing InputSource) throws(SpanDecodingError) -> Decompressor {
    let path = source.path
    if source.compression == .framedZstd { return try startFrames(source.file, head: source.head, path) }
    let name = source.compression == .gzip ? "gzip" : "zstd"
    let out = try pipe(for: path)
    let said = try pipe(for: path)
    if source.head.isEmpty {
      let process = try start(
        name, ["-dc"], input: source.file, output: out.writing, messages: said.writing, path)
      return Decompressor(
        name: name, output: ChildOutput(output: out.takeReading(), messages: said.takeReading()), process: process)
    }
    let feed = try pipe(for: path)
    let head = source.head
    // A few bytes, which a pipe has room for.
    try SpanDecodingError.opening(path) { () throws(SystemError) in try feed.writing.borrowed.write(head) }
    let feeder = try start("cat", [], input: source.file, output: feed.writing, messages: said.writing, path)
    let process = try start(name, ["-dc"], input: feed.reading, output: out.writing, messages: said.writing, path)
    return Decompressor(
      name: name, output: ChildOutput(output: out.takeReading(), messages: said.takeReading()), process: process,
      feeder: feeder)
  }

  /// Starts `zstd` on the framed messages from where the file is read next.
  ///
  /// - Parameters:
  ///   - file: Stands before a length.
  ///   - head: What was read of it before.
  ///   - path: Its name, for errors.
  /// - Throws: When there is no such program, or no pipe to be had.
  /// - Returns: The child.
  static func startFrames(
    _ file: borrowing FileDescriptor, head: [UInt8] = [], _ path: String
  ) throws(SpanDecodingError) -> Decompressor {
    let out = try pipe(for: path)
    let said = try pipe(for: path)
    let feed = try pipe(for: path)
    let process = try start("zstd", ["-dc"], input: feed.reading, output: out.writing, messages: said.writing, path)
    FrameFeeder.start(from: file, to: feed.writing, head: head)
    return Decompressor(
      name: "zstd", output: ChildOutput(output: out.takeReading(), messages: said.takeReading()), process: process)
  }

  private static func start(
    _ program: String, _ arguments: [String], input: borrowing FileDescriptor, output: borrowing FileDescriptor,
    messages: borrowing FileDescriptor, _ path: String
  ) throws(SpanDecodingError) -> ChildProcess {
    do throws(SystemError) {
      return try ChildProcess(
        program, arguments, input: input.borrowed, output: output.borrowed, errors: messages.borrowed)
    } catch {
      if error.code == ENOENT {
        throw SpanDecodingError(input: path, reason: .noProgram(name: program, package: program))
      }
      throw SpanDecodingError(input: path, reason: .cannotOpen(code: error.code))
    }
  }

  private static func pipe(for path: String) throws(SpanDecodingError) -> Pipe {
    try SpanDecodingError.opening(path) { () throws(SystemError) in try Pipe() }
  }

  /// How long the child may take to end when its output has ended.
  private static let patience = Duration.seconds(10)

  /// Waits for the child, after its output has ended; one that does not end then is stopped.
  ///
  /// - Returns: Nil when it went well.
  consuming func finish() -> Failure? {
    feeder = nil
    let deadline = ContinuousClock.now + Self.patience
    var end = process.poll()
    while end == nil, ContinuousClock.now < deadline {
      let isTalking = (try? output.hear(timeoutMs: 50)) ?? false
      if !isTalking, output.isSilent { break }
      end = process.poll()
    }
    let how: ChildProcess.End
    if let end { how = end } else { how = process.wait(until: deadline) }
    if how == .exited(0) { return nil }
    // What it said last is in the pipe still.
    while ContinuousClock.now < deadline, (try? output.hear(timeoutMs: 0)) == true {}
    let (name, words) = (name, output.words)
    let text = String(decoding: words, as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first { $0.contains(where: \.isLetter) }
    var message = line.map(String.init) ?? Decompressor.sentence(how)
    for prefix in ["\(name): ", "stdin: ", "/*stdin*\\ : "] where message.hasPrefix(prefix) {
      message.removeFirst(prefix.count)
    }
    while message.last?.isWhitespace == true { message.removeLast() }
    // gzip ends with 2 after mere warnings.
    return Failure(message: message, isWarning: name == "gzip" && how == .exited(2))
  }

  private static func sentence(_ end: ChildProcess.End) -> String {
    switch end {
    case .exited(let status): "it ended with status \(status)"
    case .killed(let signal): "signal \(signal) ended it"
    case .timedOut: "it did not end when its output had ended"
    }
  }

  /// Ends the child when its output is not wanted any more.
  consuming func stop() {}
}
