import TraceModel

/// What single spans do with messages, told as for the dependency graph.
struct MessagingRoles: Sendable {
  private let symbols: SymbolTable
  private var peers: PeerNames

  init(symbols: SymbolTable) {
    self.symbols = symbols
    peers = PeerNames(symbols: symbols)
  }

  /// Nil for a span that has nothing to do with messages.
  mutating func role(of row: Int, in table: SpanTable) -> MessageRole? {
    peers.read(row, in: table)
    return peers.role(kind: table.columns.kinds[row], name: symbols.bytes(of: table.columns.names[row]))
  }
}
