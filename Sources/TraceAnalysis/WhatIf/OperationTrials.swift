import TraceModel

/// Replays responses with half the own time of one operation after the other, in buffers it keeps.
struct OperationTrials: Sendable {
  /// Of one response at most this many operations are tried, those with the most own time first.
  private static let maxOperations = 256

  private var graph: ReplayGraph
  private var replay = Replay()
  private var slack = SlackAndDrag()

  init(options: CriticalPathOptions, symbols: SymbolTable) {
    graph = ReplayGraph(options: options, symbols: symbols)
  }

  /// Tries the operations below a root.
  ///
  /// - Returns: The length (ns) of the response, and for each operation that would make it shorter its length then, by operation.
  mutating func tryOperations(of root: Int, in table: SpanTable) -> (before: Int64, after: [WhatIfTrial.Outcome]) {
    graph.clear()
    graph.addHead(root, in: table)
    graph.grow(from: 0, in: table)
    let before = graph.nodes[0].length
    var after: [WhatIfTrial.Outcome] = []
    let half = TimeChange(keptMillionths: 500_000)
    for operation in decidingOperations(in: table) {
      replay.play(graph) { node in OperationKey(Int(node.row), in: table) == operation ? half : nil }
      if replay.lengths[0] < before {
        after.append(WhatIfTrial.Outcome(operation: operation, length: replay.lengths[0]))
      }
    }
    return (before, after)
  }

  /// The operations with own time that nothing parallel outlasts. Less of any other brings nothing.
  private mutating func decidingOperations(in table: SpanTable) -> [OperationKey] {
    slack.compute(graph)
    var own: [(operation: OperationKey, nanoseconds: Int64)] = []
    for (index, node) in graph.nodes.enumerated() where slack.slacks[index] == 0 {
      var nanoseconds = node.tail
      for callee in node.callees { nanoseconds = Replay.sum(nanoseconds, max(0, graph.nodes[callee].gap)) }
      if nanoseconds == 0 { continue }
      own.append((OperationKey(Int(node.row), in: table), nanoseconds))
    }
    own.sort { $0.operation < $1.operation }
    var sums: [(operation: OperationKey, nanoseconds: Int64)] = []
    for (operation, nanoseconds) in own {
      if let last = sums.indices.last, sums[last].operation == operation {
        sums[last].nanoseconds = Replay.sum(sums[last].nanoseconds, nanoseconds)
      } else {
        sums.append((operation, nanoseconds))
      }
    }
    if sums.count > OperationTrials.maxOperations {
      sums.sort { ($1.nanoseconds, $0.operation) < ($0.nanoseconds, $1.operation) }
      sums.removeLast(sums.count - OperationTrials.maxOperations)
      sums.sort { $0.operation < $1.operation }
    }
    return sums.map(\.operation)
  }
}
