import TraceModel

extension AntiPatternFold {
  /// Calls of different operations in a row, each begun when the one before had hardly ended: of two neighbours, the shorter.
  ///
  ///     shop page    |==========================|
  ///       ads get      |=====|
  ///       cart get            |====|                 costs its own time
  ///       user get                  |=======|        costs the shorter of cart and user
  ///
  /// The sum over a row is never more than its calls at once would save. Every pair of neighbours is counted, and once more those
  /// in rows of ``AntiPatternOptions/leastRun`` calls to other services; what holds is known in the end, by the orders seen.
  mutating func findSerialCalls(of place: Int) {
    var first = 0
    while first < children.count {
      var last = first
      while last + 1 < children.count, isSerial(last, last + 1) { last += 1 }
      for one in first..<last { foundPair(one, of: place, isWeak: false) }
      var remote = first
      while remote <= last {
        var end = remote
        while end <= last, children[end].isRemote { end += 1 }
        if end - remote >= options.leastRun {
          for one in remote..<end - 1 { foundPair(one, of: place, isWeak: true) }
        }
        remote = end + 1
      }
      first = last + 1
    }
  }

  private mutating func foundPair(_ one: Int, of place: Int, isWeak: Bool) {
    found(
      .serialFanOut, caller, children[one].callee, children[one + 1].callee,
      cost: min(children[one].duration, children[one + 1].duration), calls: 2, isWeak: isWeak)
  }

  /// Whether the second call did not wait for more than the first one's end.
  private func isSerial(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (children[first], children[second])
    guard one.isCall, other.isCall, !one.isRetried, one.callee != other.callee else { return false }
    let shorter = Int128(min(one.duration, other.duration))
    return Int128(other.start &- one.end) * 100 <= shorter * Int128(options.mostPausePercent)
  }

  /// Notes in which order neighbouring calls began, on the path or not.
  mutating func countOrders(of place: Int, in table: SpanTable) {
    let row = Int(path.nodes[place].row)
    let below = table.children(of: SpanIndex(row: row))
    if below.count < 2 { return }
    var before: (row: Int, operation: Int32)?
    for child in below {
      let call = Int(child)
      if !table.columns.flags[call].isDisjoint(with: [.missingTime, .followsFrom]) { continue }
      guard Self.isCall(call, parent: row, in: table) else { continue }
      let operation = operationNumber(of: Self.server(of: call, in: table) ?? child, in: table)
      if let before, before.operation != operation {
        let isTogether = table.columns.starts[call] < table.columns.ends[before.row]
        state.count(before.operation, operation, by: caller, isTogether: isTogether, operationHashes)
      }
      before = (call, operation)
    }
  }
}
