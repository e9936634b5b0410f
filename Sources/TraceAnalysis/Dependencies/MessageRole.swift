/// What a messaging span does, by the words of OpenTelemetry (`send` is `publish`).
enum MessageRole: UInt8, Sendable {
  case publish, create, receive, process, settle

  var isConsumption: Bool { self == .receive || self == .process }
  /// Whether consumers may link to it as the context a message was made in.
  var isContext: Bool { self == .publish || self == .create }
}

/// A messaging span of a journey.
struct MessageSpan: Sendable {
  var row: Int
  var role: MessageRole
  /// The node of its service, -1 without a name.
  var service: Int32
  /// The node of its topic or broker, -1 when it has no name or is not wanted.
  var topic: Int32
  /// A hash of its message id, 0 without one.
  var messageID: UInt64
  /// How many messages it says it is about, -1 when it does not say.
  var batchCount: Int
  /// The node of the other side as the span names it, where messages lead straight from one to the other; -1 for none.
  var partner: Int32 = -1
}
