import Glibc

/// A program that was started without a shell. Whoever holds it waits for it or stops it.
///
/// It gets an empty signal mask and default signals. A value that goes away while the program runs, and a signal to this process, kill it.
package struct ChildProcess: ~Copyable, Sendable {
  package enum End: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    /// It took too long and was killed.
    case timedOut
  }

  /// 0 once it is collected.
  private var child: pid_t

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: A path, or a name to be found on this process's search path.
  ///   - arguments: Without the program's name.
  ///   - input: Its standard input; nil for /dev/null. All three stay the caller's.
  ///   - output: Its standard output.
  ///   - errors: Its standard error.
  ///   - environment: Its variables; nil for those of this process.
  /// - Throws: `ENOENT` when there is no such program.
  package init(
    _ program: String, _ arguments: [String], input: BorrowedDescriptor?, output: BorrowedDescriptor?,
    errors: BorrowedDescriptor?, environment: Environment? = nil
  ) throws(SystemError) {
    let ends = [input, output, errors].map { $0?.number ?? -1 }
    var code: Int32 = 0
    child = UnfinishedWork.ofProcess.startChild {
      let (started, result) = spawn(program, [program] + arguments, environment?.assignments, ends)
      code = result
      return started
    }
    if child <= 0 { throw SystemError(code: code) }
  }

  /// How it ended; nil while it runs.
  package mutating func poll() -> End? {
    let child = child
    var status: Int32 = 0
    let hasEnded = UnfinishedWork.ofProcess.endChild(child) {
      // SAFETY: the call writes `status` only.
      while true {
        let result = unsafe waitpid(child, &status, WNOHANG)
        if result >= 0 || errno != EINTR { return result != 0 }
      }
    }
    guard hasEnded else { return nil }
    self.child = 0
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// Waits for the end, at most until `deadline`, when it is killed; without one as long as it takes.
  package consuming func wait(until deadline: ContinuousClock.Instant? = nil) -> End {
    guard let deadline else {
      waitForEnd()
      return poll() ?? .timedOut
    }
    // It mostly has ended already when its output has.
    var pause: UInt32 = 100
    while true {
      if let end = poll() { return end }
      if ContinuousClock.now >= deadline { return .timedOut }
      usleep(pause)
      pause = min(2 * pause, 10_000)
    }
  }

  /// Kills it.
  package consuming func stop() {}

  /// Returns when it has ended, and leaves it to be collected: no other process can have its id till then.
  private func waitForEnd() {
    var information = unsafe siginfo_t()
    // SAFETY: the call writes the structure only.
    while unsafe waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
  }

  deinit {
    let child = child
    guard child > 0 else { return }
    kill(child, SIGKILL)
    waitForEnd()
    _ = UnfinishedWork.ofProcess.endChild(child) {
      var status: Int32 = 0
      // SAFETY: the call writes `status` only.
      _ = unsafe waitpid(child, &status, WNOHANG)
      return true
    }
  }
}
