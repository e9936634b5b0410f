/// What the dependency graph shows as a node, and how it names it.
public struct DependencyOptions: Sendable {
  /// What stands between a producer and a consumer.
  public enum Messaging: String, Sendable, CaseIterable {
    /// The topic or queue.
    case topic
    /// The broker that holds it.
    case broker
    /// Nothing: one edge from the producer to the consumer.
    case direct
  }

  /// What a database is named by.
  public enum DatabaseName: String, Sendable, CaseIterable {
    /// The peer: `peer.service`, `server.address`, `network.peer.address`; then namespace and system.
    case peer
    /// The namespace (`db.namespace`); then the peer.
    case namespace
    /// The system (`postgresql`).
    case system
  }

  public var messaging: Messaging
  public var databaseName: DatabaseName
  /// Whether root SERVER spans without a caller are called by a node `user`.
  public var virtualUser: Bool

  public init(messaging: Messaging = .topic, databaseName: DatabaseName = .peer, virtualUser: Bool = false) {
    self.messaging = messaging
    self.databaseName = databaseName
    self.virtualUser = virtualUser
  }
}
