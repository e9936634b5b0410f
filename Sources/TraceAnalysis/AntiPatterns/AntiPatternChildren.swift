import TraceModel

/// A child on the path of the span at work.
struct AntiPatternChild: Sendable {
  /// Of ``AntiPatternPath/nodes``.
  var node: Int
  /// Its own, and that of what it called: the server's below a client, else its own too.
  var operation: Int32
  var callee: Int32
  /// Times (ns) on the path.
  var start: Int64
  var end: Int64
  var isFailed: Bool
  /// Whether something is asked of a database or another service.
  var isCall: Bool
  /// Whether the answer comes from another service of the dump.
  var isRemote: Bool
  /// Whether the same call follows it because it failed.
  var isRetried = false

  var duration: Int64 { end &- start }
}

/// What was seen of each operation among the children of one span, in buffers that are never cleared.
struct AntiPatternScratch: Sendable {
  struct Seen: Sendable {
    var span = -1
    /// What answered, where that is known.
    var callee: Int32 = -1
    var count = 0
    var total: Int64 = 0
    var longest: Int64 = 0
  }

  private var span = 0
  private var seen: [Seen] = []

  /// Forgets what was seen, in O(1).
  mutating func begin(operations: Int) {
    span += 1
    if seen.count < operations { seen += repeatElement(Seen(), count: operations - seen.count) }
  }

  /// What was seen since ``begin(operations:)``.
  subscript(operation: Int32) -> Seen {
    get { seen[Int(operation)].span == span ? seen[Int(operation)] : Seen(span: span) }
    set { seen[Int(operation)] = newValue }
  }
}

extension AntiPatternFold {
  /// Reads the children on the path of the span at `place` of the path.
  mutating func readChildren(of place: Int, in table: SpanTable) {
    children.removeAll(keepingCapacity: true)
    let parent = Int(path.nodes[place].row)
    var next = Int(path.nodes[place].firstChild)
    while next >= 0 {
      let node = path.nodes[next]
      let row = Int(node.row)
      let isCall = Self.isCall(row, parent: parent, in: table)
      let operation = operationNumber(of: node.row, in: table)
      let server = isCall ? Self.server(of: row, in: table) : nil
      children.append(
        AntiPatternChild(
          node: next, operation: operation,
          callee: server.map { operationNumber(of: $0, in: table) } ?? operation, start: node.start, end: node.end,
          isFailed: table.columns.statuses[row] == .error, isCall: isCall,
          isRemote: server != nil || isCall && table.columns.services[row] != table.columns.services[parent]))
      next = Int(node.next)
    }
  }

  /// A CLIENT or PRODUCER, a span of another service, or, where the dump has no kinds, a span without children.
  static func isCall(_ row: Int, parent: Int, in table: SpanTable) -> Bool {
    switch table.columns.kinds[row] {
    case .client, .producer: true
    case .consumer: false
    case .unspecified:
      table.columns.services[row] != table.columns.services[parent]
        || table.columns.childOffsets[row] == table.columns.childOffsets[row + 1]
    case .server, .internal: table.columns.services[row] != table.columns.services[parent]
    }
  }

  /// The span below a CLIENT (or a span without kind) that answers it in another service; nil when the dump has none.
  static func server(of row: Int, in table: SpanTable) -> Int32? {
    switch table.columns.kinds[row] {
    case .client, .unspecified: break
    case .internal, .server, .producer, .consumer: return nil
    }
    return table.children(of: SpanIndex(row: row)).first {
      table.columns.services[Int($0)] != table.columns.services[row] || table.columns.kinds[Int($0)] == .server
    }
  }
}
