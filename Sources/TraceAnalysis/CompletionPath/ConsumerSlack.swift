import TraceModel

/// M6: how much longer the consumers off the completion paths could have taken.
///
/// Of the consumers of one message the one with the latest effect is on the path; the slack of another is the time from the end of its own last effect
/// to that of the message's. A consumer of a batch has the least slack of its messages.
struct ConsumerSlack: Sendable {
  /// (service, operation) of consumers.
  private var consumers = KeyIndex()
  private var slack: [Histogram] = []

  /// Adds the consumers of a journey whose terminals are known. O(spans and links).
  mutating func observe(_ journey: borrowing Journey, _ causes: JourneyCauses) {
    let table = journey.table
    for row in journey.rows {
      let linked = causes.causes(of: row)
      let parent = Int(table.columns.parents[row])
      let hasProducer =
        parent >= 0 && table.columns.kinds[row] == .consumer && table.columns.kinds[parent] == .producer
      if linked.isEmpty && !hasProducer { continue }
      guard let terminal = causes.terminal(of: row) else { continue }
      let end = table.columns.ends[terminal]
      var least = Int64.max
      for cause in linked { least = min(least, slack(of: Int(cause), end, causes, table)) }
      if hasProducer { least = min(least, slack(of: parent, end, causes, table)) }
      if least > 0, least < .max {
        let key = KeyIndex.Key(CriticalPathWalk.pair(table.columns.services[row], table.columns.names[row]))
        histogram(of: key) { $0.add(least) }
      }
    }
  }

  private func slack(of cause: Int, _ end: Int64, _ causes: JourneyCauses, _ table: SpanTable) -> Int64 {
    causes.terminal(of: cause).map { table.columns.ends[$0] &- end } ?? .max
  }

  private mutating func histogram(of key: KeyIndex.Key, _ body: (inout Histogram) -> Void) {
    let number = consumers.number(of: key)
    if number == slack.count { slack.append(Histogram()) }
    body(&slack[number])
  }

  mutating func merge(_ other: ConsumerSlack) {
    for (key, theirs) in zip(other.consumers.keys, other.slack) { histogram(of: key) { $0.merge(theirs) } }
  }

  /// By total slack descending, then service, operation.
  func finished(_ names: inout CriticalPathNames) -> [CompletionSlack] {
    let order = slack.indices.sorted { left, right in
      let sums = (slack[left].sum, slack[right].sum)
      return sums.0 != sums.1 ? sums.0 > sums.1 : consumers.keys[left].first < consumers.keys[right].first
    }
    return order.map { number in
      let key = consumers.keys[number]
      return CompletionSlack(
        service: names.service(of: key), operation: names.operation(of: key), nanoseconds: slack[number])
    }
  }
}
