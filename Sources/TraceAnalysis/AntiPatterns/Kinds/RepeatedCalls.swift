import TraceModel

extension AntiPatternFold {
  /// One call again and again by one span: all but the longest.
  ///
  ///     stock reserve  |==========================|
  ///       db update      |===| |===| |=====| |===|      costs all but the third
  ///
  /// Two calls are the same when the same operation answers them, or, where no answer is in the dump, when they have the same name. Calls that failed and were made again are retries.
  mutating func findRepeatedCalls(of place: Int) {
    if children.count < options.leastRepeats { return }
    byOperation.begin(operations: operationCount)
    for child in children where child.isCall && !child.isRetried {
      var seen = byOperation[child.callee]
      seen.count += 1
      seen.total &+= child.duration
      seen.longest = max(seen.longest, child.duration)
      byOperation[child.callee] = seen
    }
    for child in children where child.isCall {
      let seen = byOperation[child.callee]
      guard seen.count >= options.leastRepeats else { continue }
      byOperation[child.callee].count = 0
      found(
        .repeatedCalls, caller, child.callee, cost: seen.total &- seen.longest, calls: seen.count)
    }
  }
}
