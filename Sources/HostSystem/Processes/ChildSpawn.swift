import Glibc

/// Starts a program in a fresh state: no signal is blocked, broken pipes and files that grow too long end it as they end any program.
///
/// - Parameters:
///   - program: A path, or a name to be found on the search path.
///   - arguments: The program's name among them, first.
///   - environment: `NAME=value` each; nil for that of this process.
///   - ends: What become its standard input, output and error; -1 stands for /dev/null.
/// - Returns: Its id and 0, or 0 and an error number: `ENOENT` when there is no such program.
func spawn(
  _ program: String, _ arguments: [String], _ environment: [String]?, _ ends: [Int32]
) -> (child: pid_t, code: Int32) {
  var actions = unsafe posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  // SAFETY: both are initialised here, used by this call only, and destroyed on return.
  unsafe posix_spawn_file_actions_init(&actions)
  unsafe posix_spawnattr_init(&attributes)
  defer {
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
  }
  for (number, descriptor) in ends.enumerated() {
    if descriptor < 0 {
      unsafe posix_spawn_file_actions_addopen(
        &actions, Int32(number), "/dev/null", number == 0 ? O_RDONLY : O_WRONLY, 0)
    } else {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
  }
  var none = sigset_t()
  var defaults = sigset_t()
  unsafe sigemptyset(&none)
  unsafe sigemptyset(&defaults)
  unsafe sigaddset(&defaults, SIGPIPE)
  unsafe sigaddset(&defaults, SIGXFSZ)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
  unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

  // SAFETY: the copies live until they are freed on return, and both lists end with a null pointer.
  var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
  var envp = unsafe (environment ?? []).map { unsafe strdup($0) } + [nil]
  defer {
    unsafe argv.forEach { unsafe free($0) }
    unsafe envp.forEach { unsafe free($0) }
  }
  var child: pid_t = 0
  let code: Int32
  if environment == nil {
    code = unsafe posix_spawnp(&child, program, &actions, &attributes, &argv, environ)
  } else {
    code = unsafe posix_spawnp(&child, program, &actions, &attributes, &argv, &envp)
  }
  return code == 0 ? (child, 0) : (0, code)
}
