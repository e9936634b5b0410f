import TraceModel

/// Receives of which nothing tells that they took a message: requests if they took one, polls if others of their service and destination tell
/// what they got. The whole dump decides.
struct ReceiveTallies: Sendable {
  private struct Key: PackedKey {
    var service: Symbol
    /// A symbol of ``names``, empty for none.
    var destination: Symbol

    var words: TableWords { TableWords(UInt64(service.index) &<< 32 | UInt64(destination.index)) }
  }

  /// What the receives of one service and destination come to if they are requests.
  struct Requests: Mergeable {
    var othersTell = false
    var incoming = CallStatistics()
    var topmost = CallStatistics()
    var roots = Counted<OperationKey, CallStatistics>()
    var buckets: TimeBuckets?

    mutating func merge(_ other: Requests) {
      othersTell = othersTell || other.othersTell
      incoming.merge(other.incoming)
      topmost.merge(other.topmost)
      roots.merge(other.roots)
      if let more = other.buckets {
        if buckets == nil { buckets = more } else { buckets?.merge(more) }
      }
    }
  }

  /// About how many bytes it holds.
  var size: Int { table.values.reduce(table.size) { $0 + $1.roots.size + ($1.buckets?.size ?? 0) } }

  private var names = SymbolInterner()
  private var table = Counted<Key, Requests>()
  /// Receives that say that they took nothing.
  private var polls = 0

  /// Adds what the messaging spans of a journey tell; the receives in doubt are added by ``add(_:kind:operation:isRoot:start:statistics:maxBuckets:)``.
  mutating func observe(_ messages: MessageReading, in table: SpanTable) {
    for index in messages.spans.indices {
      if messages.consumptions[index] == .poll { polls += 1 }
      if messages.tellsOfMessage(index, in: table) {
        let key = key(messages.spans[index], messages)
        self.table[key].othersTell = true
      }
    }
  }

  private mutating func key(_ span: MessageSpan, _ messages: MessageReading) -> Key {
    Key(
      service: span.owner.name,
      destination: span.topic.isEmpty ? .empty : names.intern(messages.names.bytes(of: span.topic)))
  }

  /// Adds the receive at `row`, unless it says itself that it took nothing.
  mutating func add(
    _ row: Int, kind: RequestKind, statistics: CallStatistics, maxBuckets: Int, _ messages: MessageReading,
    in table: SpanTable
  ) {
    guard let index = messages.index(of: row), case .perhapsPoll = messages.consumptions[index] else { return }
    let number = self.table.number(of: key(messages.spans[index], messages))
    switch kind {
    case .incoming: self.table.values[number].incoming.merge(statistics)
    case .topmost: self.table.values[number].topmost.merge(statistics)
    case .none: break
    }
    if table.columns.parents[row] >= 0 { return }
    self.table.values[number].roots[OperationKey(row, in: table)].merge(statistics)
    if table.columns.flags[row].contains(.missingTime) { return }
    let start = table.columns.starts[row]
    var buckets = self.table.values[number].buckets ?? TimeBuckets(mostBuckets: maxBuckets)
    buckets.add(
      start: start, failed: table.columns.statuses[row] == .error, duration: table.columns.ends[row] &- start)
    self.table.values[number].buckets = buckets
  }

  mutating func merge(_ other: ReceiveTallies) {
    let map = (0..<other.names.count).map { names.intern(other.names.bytes(of: Symbol(UInt32($0)))) }
    table.merge(other.table) { Key(service: $0.service, destination: map[Int($0.destination.index)]) }
    polls += other.polls
  }

  /// Those that count as requests, by service, and how many are polls.
  var decided: (requests: [(service: Symbol, requests: Requests)], polls: Int) {
    var polls = polls
    var requests: [(service: Symbol, requests: Requests)] = []
    for (key, value) in zip(table.keys, table.values) {
      if value.othersTell {
        polls += value.incoming.calls + value.topmost.calls
      } else {
        requests.append((key.service, value))
      }
    }
    return (requests, polls)
  }
}
