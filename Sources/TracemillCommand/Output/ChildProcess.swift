import Glibc
import SpanDecoding

/// A program run without a shell, fed and listened to at once so that neither side waits for ever.
///
/// It gets an empty signal mask and default signals. A value that goes away while the program runs, and a signal, kill
/// it.
struct ChildProcess: ~Copyable {
  enum Output {
    /// At most `limit` bytes are kept, what follows is read and dropped.
    case captured(limit: Int)
    /// Written to an open descriptor, which stays the caller's.
    case descriptor(Int32)
  }

  enum End: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut
  }

  struct Result: Equatable, Sendable {
    var end: End
    /// Empty when stdout went to a descriptor.
    var output: [UInt8]
    var isOutputCut: Bool
    /// The first 64 KiB of stderr.
    var errors: [UInt8]
  }

  private let program: String
  private var child: pid_t
  private var pipes: ChildPipes

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - path: From `ProgramLookup`.
  ///   - arguments: Without the program's name.
  ///   - input: Its standard input; `nil` for /dev/null.
  ///   - output: Where its standard output goes.
  ///   - environment: Its variables.
  /// - Throws: When the system cannot start it.
  init(
    _ path: String, _ arguments: [String], input: [UInt8]? = nil, output: Output = .captured(limit: 1 << 30),
    environment: Environment
  ) throws(ChildProcessError) {
    var pipes: ChildPipes
    do throws(OutputError) {
      pipes = try ChildPipes(input: input, output: output)
    } catch {
      throw ChildProcessError(program: path, problem: "no pipes could be made", code: error.code)
    }
    let ends = pipes.childEnds
    var code: Int32 = 0
    let child = TemporaryPaths.ofProcess.startChild {
      let (started, result) = spawn(path, [path] + arguments, environment.assignments, ends)
      code = result
      return started
    }
    pipes.closeChildEnds()
    if child <= 0 { throw ChildProcessError(program: path, problem: "it could not be started", code: code) }
    program = path
    self.child = child
    self.pipes = pipes
  }

  /// Feeds and reads until the program has ended, or `timeoutNs` is over and it is killed.
  consuming func wait(timeoutNs: Int64 = 60_000_000_000) throws(ChildProcessError) -> Result {
    let start = ContinuousClock.now
    func isLate() -> Bool { ContinuousClock.now - start >= .nanoseconds(timeoutNs) }
    while pipes.isOpen, !isLate() {
      let code = pipes.exchange(timeoutMs: 50)
      if code != 0 { throw ChildProcessError(program: program, problem: "its pipes broke", code: code) }
    }
    var end = reap(killing: false)
    while end == nil, !isLate() {
      usleep(1000)
      end = reap(killing: false)
    }
    if end == nil {
      _ = reap(killing: true)
      end = .timedOut
    }
    return Result(
      end: end ?? .timedOut, output: pipes.output, isOutputCut: pipes.isOutputCut, errors: pipes.errors)
  }

  /// Collects the program if it has ended, or kills it first; returns how it ended.
  private mutating func reap(killing: Bool) -> End? {
    let child = child
    var status: Int32 = 0
    if killing { kill(child, SIGKILL) }
    let hasEnded = TemporaryPaths.ofProcess.endChild(child) {
      // SAFETY: the call writes `status` only.
      while true {
        let result = unsafe waitpid(child, &status, killing ? 0 : WNOHANG)
        if result >= 0 || errno != EINTR { return result != 0 }
      }
    }
    guard hasEnded else { return nil }
    self.child = 0
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  deinit {
    let child = child
    guard child > 0 else { return }
    kill(child, SIGKILL)
    _ = TemporaryPaths.ofProcess.endChild(child) {
      var status: Int32 = 0
      // SAFETY: the call writes `status` only.
      while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
      return true
    }
  }
}
