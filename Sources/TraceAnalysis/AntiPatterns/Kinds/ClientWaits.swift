import TraceModel

extension AntiPatternFold {
  /// A client's time on the path before, after and between the work of its server.
  ///
  ///     shop pay    C  |====================|
  ///       bank pay  S           |=====|         costs what of the first is not the second
  ///
  /// - Returns: Whether the span, a client, has a server below it on the path.
  mutating func findClientWait(of place: Int, in table: SpanTable) -> Bool {
    let node = path.nodes[place]
    var next = node.firstChild
    while next >= 0, table.columns.kinds[Int(path.nodes[Int(next)].row)] != .server {
      next = path.nodes[Int(next)].next
    }
    if next < 0 { return false }
    if node.own > 0 {
      let client = operationNumber(of: node.row, in: table)
      let server = operationNumber(of: path.nodes[Int(next)].row, in: table)
      found(.clientWaits, client, server, cost: node.own, calls: 1)
    }
    return true
  }
}
