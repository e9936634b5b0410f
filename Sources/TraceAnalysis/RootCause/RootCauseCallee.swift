import TraceModel

extension RootCauseResult {
  /// What an operation calls that is not traced itself.
  public struct Callee: Sendable, Equatable {
    public var category: DependencyNode.Category
    public var name: String

    /// As in `dependencies`: `database:postgres`.
    public var id: String { "\(category.name):\(name)" }
  }
}

extension RootCauseResult.Callee {
  /// What a CLIENT span says that it calls; nil where it does not, or where it is a broker.
  init?(_ row: Int, in table: SpanTable, _ peers: inout PeerNames) {
    peers.read(row, in: table)
    if peers.isMessaging { return nil }
    let bytes: ArraySlice<UInt8>
    if peers.isDatabase {
      category = .database
      bytes = peers.databaseName(by: DependencyOptions().databaseName)
    } else if let name = peers.externalName(row, in: table) {
      category = .external
      bytes = name
    } else {
      return nil
    }
    name = String(decoding: bytes, as: UTF8.self)
  }
}
