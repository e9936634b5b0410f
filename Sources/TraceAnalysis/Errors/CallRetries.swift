import TraceModel

/// Finds calls that were tried again after a failure: attempts of the same call under one parent, or deliveries of one message to one consumer.
///
/// Two spans are attempts of the same call when service, name, kind and everything that tells one request from another (address, URL,
/// statement, method, message id) are equal. An attempt is a retry when it starts after an earlier one failed and ended, or says so
/// itself (`http.request.resend_count`).
struct CallRetries: Sendable {
  /// One call that was tried again.
  struct Call: Sendable {
    /// Row of the span under which the attempts lie.
    var caller: Int
    /// Row of the first attempt.
    var first: Int
    var totals: RetryTotals
  }

  /// What tells one request from another.
  static let identifyingAttributes =
    [
      "url.full", "url.path", "url.query", "url.template", "http.url", "http.target", "http.route",
      "http.request.method",
      "http.method", "rpc.method", "messaging.operation.name",
    ]
    + [
      AttributeConcept.serverAddress, .serverPort, .rpcService, .databaseNamespace, .databaseStatement, .peerService,
      .messagingDestination, .messagingMessageID, .messagingPartition, .messagingOffset,
    ].flatMap(\.names)

  static let requiredAttributes = identifyingAttributes + [resendCount]

  private static let resendCount = "http.request.resend_count"

  private struct Attempt {
    var caller: Int
    var call: UInt64
    var row: Int
  }

  private(set) var calls: [Call] = []
  /// By symbol.
  private let isIdentifying: [Bool]
  private let resendCount: Symbol?
  private var attempts: [Attempt] = []
  private var callers: [Int] = []

  init(symbols: SymbolTable) {
    var isIdentifying = [Bool](repeating: false, count: symbols.count)
    for name in Self.identifyingAttributes {
      if let symbol = symbols.symbol(of: name) { isIdentifying[Int(symbol.index)] = true }
    }
    self.isIdentifying = isIdentifying
    resendCount = symbols.symbol(of: Self.resendCount)
  }

  /// Finds the retries of a journey. O(*n* log *n*) in the spans beside failing ones.
  mutating func read(_ journey: borrowing Journey, _ failing: FailingSpans) {
    let table = journey.table
    calls.removeAll(keepingCapacity: true)
    attempts.removeAll(keepingCapacity: true)
    callers.removeAll(keepingCapacity: true)
    var consumes = false
    for row in failing.rows {
      let parent = Int(table.columns.parents[row])
      if parent >= 0, table.children(of: SpanIndex(row: parent)).count > 1 { callers.append(parent) }
      if table.columns.kinds[row] == .consumer { consumes = true }
    }
    callers.sort()
    var last = -1
    for caller in callers where caller != last {
      last = caller
      for child in table.children(of: SpanIndex(row: caller)) { append(Int(child), under: caller, table) }
    }
    if consumes {
      for row in journey.rows where table.columns.kinds[row] == .consumer {
        for link in table.links(of: SpanIndex(row: row))
        where link.target >= 0 && link.target != table.columns.parents[row] {
          append(row, under: Int(link.target), table)
        }
      }
    }
    attempts.sort { left, right in
      if left.caller != right.caller { return left.caller < right.caller }
      if left.call != right.call { return left.call < right.call }
      let starts = (table.columns.starts[left.row], table.columns.starts[right.row])
      return starts.0 == starts.1 ? left.row < right.row : starts.0 < starts.1
    }
    var first = 0
    while first < attempts.count {
      var end = first + 1
      while end < attempts.count, attempts[end].caller == attempts[first].caller,
        attempts[end].call == attempts[first].call
      {
        end += 1
      }
      if end > first + 1 { judge(attempts[first..<end], failing, table) }
      first = end
    }
  }

  private mutating func append(_ row: Int, under caller: Int, _ table: SpanTable) {
    if table.columns.flags[row].contains(.missingTime) { return }
    var hash = FixedHash()
    hash.add(OperationKey(row, in: table).words.first)
    hash.add(UInt64(table.columns.kinds[row].rawValue))
    // A sum, since attributes come in any order.
    var attributes: UInt64 = 0
    table.forEachAttribute(in: table.columns.attributes[row]) { key, value in
      if isIdentifying[Int(key.index)] {
        var one = FixedHash()
        one.add(UInt64(key.index))
        one.add(value.bytes)
        attributes &+= one.value
      }
      return true
    }
    hash.add(attributes)
    let callee = table.children(of: SpanIndex(row: row)).first {
      table.columns.kinds[row].isOtherHalf(of: table.columns.kinds[Int($0)])
    }
    if let callee { hash.add(OperationKey(Int(callee), in: table).words.first) }
    attempts.append(Attempt(caller: caller, call: hash.value, row: row))
  }

  /// Looks at the attempts of one call, by start.
  private mutating func judge(_ attempts: ArraySlice<Attempt>, _ failing: FailingSpans, _ table: SpanTable) {
    var totals = RetryTotals()
    var firstFailure: Int64?
    var failedSoFar = 0
    var failedBeforeSuccess = 0
    var recovered = false
    for attempt in attempts {
      let start = table.columns.starts[attempt.row]
      let isRetry = firstFailure.map { $0 <= start } ?? false || isResent(attempt.row, table)
      if isRetry { totals.extraAttempts += 1 }
      if failing.place(of: attempt.row) != nil {
        failedSoFar += 1
        firstFailure = min(firstFailure ?? .max, table.columns.ends[attempt.row])
      } else if isRetry, failedSoFar > 0 {
        recovered = true
        failedBeforeSuccess = failedSoFar
      }
    }
    guard totals.extraAttempts > 0, failedSoFar > 0, let first = attempts.first else { return }
    totals.retried = 1
    totals.failedAttempts = failedSoFar
    if recovered {
      if failing.place(of: first.caller) == nil { totals.hidden = failedBeforeSuccess }
    } else {
      totals.failedForGood = 1
    }
    let row = SpanIndex(row: first.row)
    totals.sightings.add(table.traceID(of: row), at: table.columns.starts[first.row])
    calls.append(Call(caller: first.caller, first: first.row, totals: totals))
  }

  private func isResent(_ row: Int, _ table: SpanTable) -> Bool {
    guard let resendCount, let count = table.attribute(resendCount, of: SpanIndex(row: row))?.integer else {
      return false
    }
    return count > 0
  }
}
