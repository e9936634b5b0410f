import Glibc

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Does `body` on a thread of its own, for work that waits for the system; returns at once.
///
/// SIGPIPE is blocked there: a reader that has gone shows as an error of the write.
///
/// - Returns: False when the system has no thread left; `body` is let go then.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  let retained = unsafe Unmanaged.passRetained(ThreadBody(body))
  var thread = pthread_t()
  // SAFETY: the thread takes over the retained object and releases it.
  let status = unsafe pthread_create(
    &thread, nil,
    { argument in
      guard let argument = unsafe argument else { return nil }
      let body = unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
      var blocked = sigset_t()
      unsafe sigemptyset(&blocked)
      unsafe sigaddset(&blocked, SIGPIPE)
      unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
      body.run()
      return nil
    }, retained.toOpaque())
  if status == 0 {
    pthread_detach(thread)
  } else {
    unsafe retained.release()
  }
  return status == 0
}
