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
    var actions = unsafe posix_spawn_file_actions_t()
    var number: pid_t = 0
    // SAFETY: the actions are destroyed and the argument strings freed after the call, which copies what it needs.
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, messages, 2)
    let words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    let status = unsafe posix_spawnp(&number, program, &actions, nil, words, environ)
    for place in 0...arguments.count { unsafe free(words[place]) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    return status == 0 ? .success(ChildProcess(number: number)) : .failure(SystemError(code: status))
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
