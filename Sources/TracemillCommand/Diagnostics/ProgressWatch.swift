import TraceModel

/// Shows on stderr how far work has come while it is done; costs nothing where nothing is shown.
enum ProgressWatch {
  /// Does `work` and shows its progress.
  ///
  /// - Parameters:
  ///   - start: The counters at the start: phase and totals.
  ///   - counter: What `work` adds to.
  ///   - context: Says whether and where to show.
  ///   - work: Is done in any case.
  /// - Throws: What `work` throws.
  /// - Returns: What `work` returns.
  static func during<Result>(
    _ start: ProgressCounters, _ counter: WorkCounter, _ context: Context, _ work: () async throws -> Result
  ) async throws -> Result {
    guard Progress.isShown(context) else { return try await work() }
    let watch = Task {
      var progress = Progress(context)
      while !Task.isCancelled {
        progress.update(start.advanced(to: counter))
        try? await Task.sleep(for: .milliseconds(100))
      }
      progress.finish(start.advanced(to: counter))
    }
    do {
      let result = try await work()
      watch.cancel()
      await watch.value
      return result
    } catch {
      watch.cancel()
      await watch.value
      throw error
    }
  }
}

extension ProgressCounters {
  /// The same with what the counter has.
  fileprivate func advanced(to counter: WorkCounter) -> ProgressCounters {
    var counters = self
    if partsTotal > 0 { counters.partsDone = counter.done } else { counters.bytesDone = UInt64(counter.done) }
    if counter.spans > 0 { counters.spans = UInt64(counter.spans) }
    return counters
  }
}
