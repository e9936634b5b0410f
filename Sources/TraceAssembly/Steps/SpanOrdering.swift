import TraceModel

/// Puts the spans of one trace into their order: start, span id, end, kind, name, service, parent. Copies of one span
/// become neighbours. Reused for trace after trace.
struct SpanOrdering {
  /// The trace's spans in order.
  private(set) var ordered: [SpanReference] = []
  private var keys: [Key] = []

  private struct Key {
    var start: Int64
    var id: UInt64
    var reference: SpanReference
  }

  init() {}

  mutating func order(
    _ group: TraceRuns.Group, _ traces: TraceRuns, _ rows: [SpanReference], _ source: PartitionSource
  ) {
    keys.removeAll(keepingCapacity: true)
    for run in traces.runs[group.firstRun..<group.firstRun + group.runCount] {
      for reference in rows[run.first..<run.first + run.count] {
        let record = source.batches[Int(reference.batch)].records[Int(reference.row)]
        keys.append(Key(start: record.start, id: record.spanID.value, reference: reference))
      }
    }
    sortKeys(source)
    ordered.removeAll(keepingCapacity: true)
    for key in keys { ordered.append(key.reference) }
  }

  /// Whether the span at `place` is a copy of the one before it.
  func isDuplicate(_ place: Int, _ source: PartitionSource) -> Bool {
    if keys[place].id != keys[place - 1].id || keys[place].start != keys[place - 1].start { return false }
    let left = SpanContent(keys[place - 1].reference, source)
    let right = SpanContent(keys[place].reference, source)
    return left.isCopy(of: right)
  }

  private mutating func sortKeys(_ source: PartitionSource) {
    if keys.count > 24 {
      keys.sort { SpanOrdering.isBefore($0, $1, source) }
      return
    }
    for place in keys.indices.dropFirst() {
      let key = keys[place]
      var hole = place
      while hole > 0, SpanOrdering.isBefore(key, keys[hole - 1], source) {
        keys[hole] = keys[hole - 1]
        hole -= 1
      }
      keys[hole] = key
    }
  }

  @inline(__always)
  private static func isBefore(_ left: Key, _ right: Key, _ source: PartitionSource) -> Bool {
    if left.start != right.start { return left.start < right.start }
    if left.id != right.id { return left.id < right.id }
    return SpanContent(left.reference, source) < SpanContent(right.reference, source)
  }
}

/// What tells two spans of one id and start apart.
private struct SpanContent: Comparable {
  var end: Int64
  var kind: UInt8
  var name: Symbol
  var service: Symbol
  var resource: UInt32
  var parent: UInt64
  var status: UInt8

  init(_ reference: SpanReference, _ source: PartitionSource) {
    let number = Int(reference.batch)
    let record = source.batches[number].records[Int(reference.row)]
    end = record.end
    kind = record.kind.rawValue
    name = source.symbolMaps[number][Int(record.name.index)]
    let resource = Int(source.resourceMaps[number][Int(record.resource)])
    service = source.ranks.services[resource]
    self.resource = source.ranks.places[resource]
    parent = record.parentID.value
    status = record.status.rawValue
  }

  func isCopy(of other: SpanContent) -> Bool {
    end == other.end && kind == other.kind && name == other.name && service == other.service
  }

  static func < (left: SpanContent, right: SpanContent) -> Bool {
    if left.end != right.end { return left.end < right.end }
    if left.kind != right.kind { return left.kind < right.kind }
    if left.name != right.name { return left.name < right.name }
    if left.service != right.service { return left.service < right.service }
    return (left.parent, left.status, left.resource) < (right.parent, right.status, right.resource)
  }
}
