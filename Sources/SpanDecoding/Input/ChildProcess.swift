import Glibc

/// A running child process. Whoever holds it waits for it or stops it.
struct ChildProcess: Sendable {
  private let number: pid_t

  /// Starts a program found on the path.
  ///
  /// - Returns: The process, or the error number: `ENOENT` when there is no such program.
  static func start(
    _ program: String, _ arguments: [String], input: Int32, output: Int32, messages: Int32
  ) -> Result<ChildProcess, SystemError> {
    let (number, code) = spawn(program, [program] + arguments, nil, [input, output, messages])
    return code == 0 ? .success(ChildProcess(number: number)) : .failure(SystemError(code: code))
  }

  /// Waits for the end; 0 means it went well.
  func wait() -> Int32 {
    var status: Int32 = 0
    // SAFETY: the call fills the number it is given.
    while unsafe waitpid(number, &status, 0) < 0, errno == EINTR {}
    return status
  }

  func stop() {
    kill(number, SIGKILL)
    _ = wait()
  }
}

/// An error number of the system.
struct SystemError: Error {
  var code: Int32
}
