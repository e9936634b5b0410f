/// Holds finished spans until the exporter of their service flushes them, every 400 ms.
///
/// Memory is bounded by what ends within a flush interval or is known to end later.
struct ExportBuffer {
  private static let interval = 400_000_000
  private static let offset = 37_000_000
  private static let spansPerBatch = 256

  /// The order of a batch: process and scope, end, creation.
  private struct SortKey {
    var process: Int
    var end: Int
    var index: Int

    func precedes(_ other: SortKey) -> Bool {
      if process != other.process { return process < other.process }
      return end != other.end ? end < other.end : index < other.index
    }
  }

  private var pending = [[SyntheticSpan]](repeating: [], count: ShopService.allCases.count)
  private var nextFlush: [Int]
  private var earliestFlush: Int

  init(start: Int) {
    nextFlush = ShopService.allCases.map { start + Self.interval + $0.rawValue * Self.offset }
    earliestFlush = start + Self.interval
  }

  mutating func add(_ span: SyntheticSpan) { pending[span.service.rawValue].append(span) }

  /// Flushes everything that was due up to and including `time`.
  mutating func flush<Receiver: SpanReceiver>(
    until time: Int, into receiver: inout Receiver
  ) throws(Receiver.Failure) {
    while earliestFlush <= time {
      var earliest = Int.max
      for service in nextFlush.indices {
        if nextFlush[service] == earliestFlush {
          try flush(service: service, at: earliestFlush, into: &receiver)
          nextFlush[service] += Self.interval
        }
        earliest = min(earliest, nextFlush[service])
      }
      earliestFlush = earliest
    }
  }

  /// Flushes until nothing is left.
  mutating func flushAll<Receiver: SpanReceiver>(into receiver: inout Receiver) throws(Receiver.Failure) {
    while pending.contains(where: { !$0.isEmpty }) {
      try flush(until: earliestFlush, into: &receiver)
    }
  }

  private mutating func flush<Receiver: SpanReceiver>(
    service: Int, at time: Int, into receiver: inout Receiver
  ) throws(Receiver.Failure) {
    var order: [SortKey] = []
    var later: [SyntheticSpan] = []
    for index in pending[service].indices {
      let end = pending[service][index].end
      if end > time {
        later.append(pending[service][index])
      } else {
        let span = pending[service][index]
        order.append(
          SortKey(
            process: span.resource * SyntheticSpan.Scope.allCases.count + span.scope.rawValue, end: end, index: index))
      }
    }
    if order.isEmpty { return }
    order.sort { $0.precedes($1) }
    let due = pending[service]
    pending[service] = later
    var first = 0
    while first < order.count {
      let last = min(order.count, first + Self.spansPerBatch)
      var groups: [SpanBatch.Group] = []
      var resource = -1
      for key in order[first..<last] {
        let span = due[key.index]
        if span.resource != resource {
          resource = span.resource
          groups.append(SpanBatch.Group(resource: ShopResources.all[resource], spans: []))
        }
        groups[groups.count - 1].spans.append(span)
      }
      try receiver.receive(SpanBatch(groups: groups))
      first = last
    }
  }
}
