import TraceModel

extension AntiPatternFold {
  /// A client's time on the path before, after and between the work of its server.
  ///
  ///     shop pay    C  |====================|
  ///       bank pay  S           |=====|         costs what of the first is not the second
  ///
  /// - Returns: Whether the span is a client with a server below it.
  mutating func findClientWait(of place: Int, in table: SpanTable) -> Bool {
    let node = path.nodes[place]
    guard table.columns.kinds[Int(node.row)] == .client else { return false }
    let server = children.first { table.columns.kinds[Int(path.nodes[$0.node].row)] == .server }
    guard let server else { return false }
    found(.clientWaits, caller, server.operation, cost: node.own, calls: 1)
    return true
  }
}
