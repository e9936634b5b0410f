extension ChildProcess {
  package enum Output {
    /// At most `limit` bytes are kept, what follows is read and dropped.
    case captured(limit: Int)
    /// Written to an open descriptor, which stays the caller's.
    case descriptor(BorrowedDescriptor)
  }

  package struct Result: Equatable, Sendable {
    package var end: End
    /// Empty when stdout went to a descriptor.
    package var output: [UInt8]
    package var isOutputCut: Bool
    /// The first 64 KiB of stderr.
    package var errors: [UInt8]

    package init(end: End, output: [UInt8], isOutputCut: Bool, errors: [UInt8]) {
      self.end = end
      self.output = output
      self.isOutputCut = isOutputCut
      self.errors = errors
    }
  }

  /// Runs a program to its end, fed and listened to at once so that neither side waits for ever.
  ///
  /// - Parameters:
  ///   - path: From ``ProgramLookup``.
  ///   - arguments: Without the program's name.
  ///   - input: Its standard input; nil for /dev/null.
  ///   - output: Where its standard output goes.
  ///   - environment: Its variables.
  ///   - timeoutNs: After so long it is killed.
  /// - Throws: When the system cannot start or hear it.
  /// - Returns: How it ended and what it wrote; what it left running behind it is not waited for.
  package static func run(
    _ path: String, _ arguments: [String], input: [UInt8]? = nil, output: Output = .captured(limit: 1 << 30),
    environment: Environment, timeoutNs: Int64 = 60_000_000_000
  ) throws(ChildProcessError) -> Result {
    let deadline = ContinuousClock.now + .nanoseconds(timeoutNs)
    do throws(SystemError) {
      var pipes = try ChildPipes(input: input, output: output)
      let ends = pipes.childEnds.map { $0 < 0 ? nil : BorrowedDescriptor($0) }
      var child = try ChildProcess(
        path, arguments, input: ends[0], output: ends[1], errors: ends[2], environment: environment)
      pipes.closeChildEnds()
      var end: End?
      while pipes.isOpen, ContinuousClock.now < deadline {
        // What a program leaves running behind it may hold the streams open: only what is there is read then.
        let isBusy = try pipes.exchange(timeoutMs: end == nil ? 50 : 0)
        if end != nil, !isBusy { break }
        if !isBusy { end = child.poll() }
      }
      if let end { return pipes.result(end) }
      return pipes.result(child.wait(until: deadline))
    } catch {
      throw ChildProcessError(program: path, error: error)
    }
  }
}

extension ChildPipes {
  fileprivate func result(_ end: ChildProcess.End) -> ChildProcess.Result {
    ChildProcess.Result(end: end, output: output, isOutputCut: isOutputCut, errors: errors)
  }
}
