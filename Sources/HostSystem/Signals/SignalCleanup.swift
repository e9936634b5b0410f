import Glibc

/// Ends the program cleanly on every signal that would end it, but SIGKILL: nothing unfinished stays, exit status 128+n.
///
/// The signals are blocked everywhere and one thread waits for them, so what it does may be anything; a signal that is
/// ignored at the start (`nohup`, background jobs) stays ignored. SIGPIPE and SIGXFSZ (a file past the
/// limit of its size) are ignored: writes report them. Crashes are ``CrashCleanup``'s.
package struct SignalCleanup {
  /// What ends a program that does nothing about it and comes from outside; the last are the real-time signals, of which the C
  /// library keeps the first two.
  private static let endings =
    [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO, SIGPWR,
      SIGSTKFLT,
    ] + Array(34...64)

  private var watched: sigset_t

  /// Call once, first thing in the program: threads started before would still die of the signals.
  ///
  /// - Returns: What is to wait for them.
  package static func install() -> SignalCleanup {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    var set = sigset_t()
    // SAFETY: the set lives for the calls.
    unsafe sigemptyset(&set)
    for number in endings where !isIgnored(number) { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    CrashCleanup.install()
    return SignalCleanup(watched: set)
  }

  /// Waits for a signal and ends the program.
  package func wait() -> Never {
    var set = watched
    guard var shortage = ThreadShortage() else {
      var number: Int32 = 0
      // SAFETY: both values live for the call, which writes `number`.
      while unsafe sigwait(&set, &number) != 0 {}
      UnfinishedWork.ofProcess.removeAllAndExit(128 &+ number)
    }
    while true {
      var second = timespec(tv_sec: 1, tv_nsec: 0)
      // SAFETY: both values live for the call, which writes neither.
      let number = unsafe sigtimedwait(&set, nil, &second)
      if number > 0 { UnfinishedWork.ofProcess.removeAllAndExit(128 &+ number) }
      if shortage.isStuck() {
        CrashCleanup.say(MemoryLimit.sentence)
        UnfinishedWork.ofProcess.removeAllAndExit(2)
      }
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    // SAFETY: with no new action the call only writes the present one; the handler is compared, never called.
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return handler == ignoring
  }
}
