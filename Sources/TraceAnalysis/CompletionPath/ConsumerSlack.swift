import TraceModel

/// M6: how much longer the consumers off the completion paths could have taken.
///
/// Of the consumers of one message the one with the latest effect is on the path; the slack of another is the time from the end of its own last effect
/// to that of the message's. A consumer of a batch has the least slack of its messages.
struct ConsumerSlack: Mergeable {
  private var consumers = Counted<OperationKey, Histogram>()

  init() {}

  var size: Int { consumers.size }

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
      if least > 0, least < .max { consumers[OperationKey(row, in: table)].add(least) }
    }
  }

  private func slack(of cause: Int, _ end: Int64, _ causes: JourneyCauses, _ table: SpanTable) -> Int64 {
    causes.terminal(of: cause).map { table.columns.ends[$0] &- end } ?? .max
  }

  mutating func merge(_ other: ConsumerSlack) { consumers.merge(other.consumers) }

  /// By total slack descending, then service, operation.
  func finished(_ names: inout CriticalPathNames) -> [CompletionSlack] {
    zip(consumers.keys, consumers.values).sorted { left, right in
      left.1.sum != right.1.sum ? left.1.sum > right.1.sum : left.0 < right.0
    }.map { key, slack in
      CompletionSlack(service: names[key.service], operation: names[key.operation], nanoseconds: slack)
    }
  }
}
