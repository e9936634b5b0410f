import TraceModel

/// How a span counts as a request of its service.
///
/// What comes in is counted: SERVER and CONSUMER spans, save those right under a SERVER or CONSUMER span of the same service (an inner layer of the same
/// request). A service that has none of them (dumps without kinds) is counted by its topmost spans: those whose parent is absent or of
/// another service.
enum RequestKind: UInt64, Sendable {
  case incoming, topmost, none

  @inline(__always)
  init(row: Int, in columns: SpanColumns) {
    let service = columns.services[row]
    let kind = columns.kinds[row]
    let parent = Int(columns.parents[row])
    if kind == .server || kind == .consumer {
      let isInner =
        parent >= 0 && columns.services[parent] == service
        && (columns.kinds[parent] == .server || columns.kinds[parent] == .consumer)
      self = isInner ? .none : .incoming
    } else {
      self = parent < 0 || columns.services[parent] != service ? .topmost : .none
    }
  }
}
