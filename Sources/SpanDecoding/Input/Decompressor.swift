import Glibc

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
  let output: FileDescriptor
  private let messages: FileDescriptor
  private let process: ChildProcess
  /// Brings the rest of a stream whose first bytes have been looked at already.
  private let feeder: ChildProcess?
  private init(
    name: String, output: consuming FileDescriptor, messages: consuming FileDescriptor, process: ChildProcess,
    feeder: ChildProcess?
  ) {
    self.name = name
    self.output = output
    self.messages = messages
    self.process = process
    self.feeder = feeder
  }

  /// Starts the program with the input as its standard input, so that no file name can be taken for an option.
  static func start(_ source: borrowing InputSource) throws(SpanDecodingError) -> Decompressor {
    let path = source.path
    if source.compression == .framedZstd { return try startFrames(source.file, head: source.head, path) }
    let name = source.compression == .gzip ? "gzip" : "zstd"
    let out = try Pipe(for: path)
    let said = try Pipe(for: path)
    let process: ChildProcess
    var feeder: ChildProcess?
    if source.head.isEmpty {
      process = try start(name, ["-dc"], input: source.file, output: out.writing, messages: said.writing, path)
    } else {
      let feed = try Pipe(for: path)
      feed.writing.write(source.head)
      feeder = try start("cat", [], input: source.file, output: feed.writing, messages: said.writing, path)
      process = try start(name, ["-dc"], input: feed.reading, output: out.writing, messages: said.writing, path)
    }
    return Decompressor(
      name: name, output: out.takeReading(), messages: said.takeReading(), process: process, feeder: feeder)
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
    let out = try Pipe(for: path)
    let said = try Pipe(for: path)
    let feed = try Pipe(for: path)
    let process = try start("zstd", ["-dc"], input: feed.reading, output: out.writing, messages: said.writing, path)
    FrameFeeder.start(from: file, to: feed.writing, head: head)
    return Decompressor(
      name: "zstd", output: out.takeReading(), messages: said.takeReading(), process: process, feeder: nil)
  }

  private static func start(
    _ program: String, _ arguments: [String], input: borrowing FileDescriptor, output: borrowing FileDescriptor,
    messages: borrowing FileDescriptor, _ path: String
  ) throws(SpanDecodingError) -> ChildProcess {
    let result = ChildProcess.start(
      program, arguments, input: input.number, output: output.number, messages: messages.number)
    switch result {
    case .success(let process): return process
    case .failure(let error) where error.code == ENOENT:
      throw SpanDecodingError(input: path, reason: .noProgram(name: program, package: program))
    case .failure(let error): throw SpanDecodingError(input: path, reason: .cannotOpen(code: error.code))
    }
  }

  /// Waits for the child, after its output has ended.
  ///
  /// - Returns: Nil when it went well.
  consuming func finish() -> Failure? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    feeder?.stop()
    let status = process.wait()
    let count = status == 0 ? 0 : messages.readStream(into: &buffer, at: 0, count: 4096) ?? 0
    if status == 0 { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first { $0.contains(where: \.isLetter) }
    var message = line.map(String.init) ?? "it ended with status \((status >> 8) & 0xff)"
    for prefix in ["\(name): ", "stdin: ", "/*stdin*\\ : "] where message.hasPrefix(prefix) {
      message.removeFirst(prefix.count)
    }
    while message.last?.isWhitespace == true { message.removeLast() }
    // gzip ends with 2 after mere warnings.
    return Failure(message: message, isWarning: name == "gzip" && status == 2 << 8)
  }

  /// Ends the child when its output is not wanted any more.
  consuming func stop() {
    feeder?.stop()
    process.stop()
  }
}
