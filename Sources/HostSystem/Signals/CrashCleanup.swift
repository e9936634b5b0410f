import Glibc
import Synchronization

/// What is done when the program crashes, mostly for want of memory: nothing unfinished stays, and a sentence tells.
///
/// Want of memory ends with status 2, any other crash by its signal as before.
enum CrashCleanup {
  private static let signals = [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS]

  /// The thread that cleans up; 0 before.
  private static let owner = Atomic<UInt>(0)

  static func install() {
    CrashTable.prepare()
    _ = owner.load(ordering: .relaxed)
    for number in signals {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in CrashCleanup.handle(number) }
      // A crash in the handler comes through.
      action.sa_flags = Int32(SA_NODEFER)
      // SAFETY: the structure lives for the call; the handler captures nothing.
      unsafe sigaction(number, &action, nil)
    }
  }

  private static func handle(_ number: Int32) {
    let thread = UInt(pthread_self())
    let (isFirst, first) = owner.compareExchange(expected: 0, desired: thread, ordering: .relaxed)
    if !isFirst {
      // Where memory is short several threads crash at a time: the first one speaks for all.
      while first != thread { pause() }
      return endBySignal(number)
    }
    CrashTable.clear()
    if MemoryLimit.isReached {
      say(MemoryLimit.sentence)
      _exit(2)
    }
    say("error: a fault in the program ended it; nothing unfinished is left. Please report what it was given to do\n")
    endBySignal(number)
  }

  /// Without the handler now: an instruction that failed would fail again, and abort() would go on.
  private static func endBySignal(_ number: Int32) {
    _ = signal(number, SIG_DFL)
    raise(number)
  }

  static func say(_ sentence: StaticString) {
    // SAFETY: the text is a constant of as many bytes.
    _ = unsafe write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
  }
}
