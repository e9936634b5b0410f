import TraceModel

extension AntiPatternFold {
  /// A failed call that its caller makes again: what it took, and the caller's pause after it.
  ///
  ///     shop order   |====================|
  ///       bank pay     |====|  !
  ///       bank pay             |======|        costs the first call and the two columns behind it
  mutating func findRetries(of place: Int) {
    byOperation.begin(operations: operationCount)
    for number in children.indices.reversed() where children[number].isCall {
      let child = children[number]
      let later = byOperation[child.operation]
      byOperation[child.operation].count += 1
      if child.callee != child.operation { byOperation[child.operation].callee = child.callee }
      guard child.isFailed, later.count > 0 else { continue }
      // A failed call often has no server below it.
      let callee = later.callee < 0 ? child.callee : later.callee
      guard callee == child.callee || child.callee == child.operation else { continue }
      children[number].isRetried = true
      // The same call comes later, so there is a next child.
      let pause = children[number + 1].start &- child.end
      found(.retries, caller, callee, cost: child.duration &+ pause, calls: 1)
    }
  }
}
