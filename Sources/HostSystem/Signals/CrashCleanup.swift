import Glibc

/// What is done when the program crashes, mostly for want of memory: nothing unfinished stays, and a sentence tells.
///
/// Want of memory ends with status 2, any other crash by its signal as before.
enum CrashCleanup {
  private static let signals = [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS]

  static func install() {
    CrashTable.prepare()
    for number in signals {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in CrashCleanup.handle(number) }
      // Once only: a crash in the handler ends the program.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      // SAFETY: the structure lives for the call; the handler captures nothing.
      unsafe sigaction(number, &action, nil)
    }
  }

  private static func handle(_ number: Int32) {
    CrashTable.clear()
    if MemoryLimit.isReached {
      say(MemoryLimit.sentence)
      _exit(2)
    }
    say("error: a fault in the program ended it; nothing unfinished is left. Please report what it was given to do\n")
    // Without the handler now: the instruction that failed fails again, abort() goes on, and what came from outside is sent again.
    raise(number)
  }

  static func say(_ sentence: StaticString) {
    // SAFETY: the text is a constant of as many bytes.
    _ = unsafe write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
  }
}
