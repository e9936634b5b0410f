import Synchronization

/// Runs a task and its child tasks on the thread that waits for them, one job after the other.
///
/// Lets a fixture be a plain value although assembly is asynchronous, without blocking a thread that a test needs. The task
/// must wait for nothing but its own child tasks.
public final class CallerExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Returns what `work` returns.
  public static func result<Result: Sendable>(of work: @escaping @Sendable () async -> Result) -> Result {
    let executor = CallerExecutor()
    let slot = ResultSlot<Result>()
    Task(executorPreference: executor) {
      let result = await work()
      slot.value.withLock { $0 = result }
    }
    while true {
      while let job = executor.jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        // SAFETY: `executor` outlives the loop, and no job is run twice.
        unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
      }
      if let result = slot.value.withLock({ $0 }) { return result }
    }
  }
}

private final class ResultSlot<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}
