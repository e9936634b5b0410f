/// The role of a span, with OpenTelemetry's numbers.
public enum SpanKind: UInt8, CaseIterable, Sendable {
  case unspecified = 0
  case `internal` = 1
  case server = 2
  case client = 3
  case producer = 4
  case consumer = 5

  /// The lower-case word that reports and JSON use.
  public var name: String {
    switch self {
    case .unspecified: "unspecified"
    case .internal: "internal"
    case .server: "server"
    case .client: "client"
    case .producer: "producer"
    case .consumer: "consumer"
    }
  }

  /// Whether the two are the halves of one call or one message hand-over.
  @inlinable
  public func isOtherHalf(of other: SpanKind) -> Bool {
    switch (self, other) {
    case (.client, .server), (.server, .client), (.producer, .consumer), (.consumer, .producer): true
    default: false
    }
  }
}

/// The status code of a span, with OpenTelemetry's numbers.
public enum SpanStatus: UInt8, Sendable {
  case unset = 0
  case ok = 1
  case error = 2
}
