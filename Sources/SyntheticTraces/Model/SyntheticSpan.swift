/// One finished span, before it is encoded. Times are nanoseconds since the Unix epoch.
public struct SyntheticSpan: Sendable, Equatable {
  /// Raw values are those of OTLP.
  public enum Kind: Int, Sendable {
    case `internal` = 1
    case server = 2
    case client = 3
    case producer = 4
    case consumer = 5
  }

  /// Raw values are those of OTLP.
  public enum Status: Int, Sendable {
    case unset = 0
    case ok = 1
    case error = 2
  }

  public struct Event: Sendable, Equatable {
    public var time: Int
    public var name: String
    public var attributes: [SyntheticAttribute]

    public init(time: Int, name: String, attributes: [SyntheticAttribute]) {
      self.time = time
      self.name = name
      self.attributes = attributes
    }
  }

  public struct Link: Sendable, Equatable {
    public var traceHigh: UInt64
    public var traceLow: UInt64
    public var spanID: UInt64
    public var attributes: [SyntheticAttribute]

    public init(traceHigh: UInt64, traceLow: UInt64, spanID: UInt64, attributes: [SyntheticAttribute]) {
      self.traceHigh = traceHigh
      self.traceLow = traceLow
      self.spanID = spanID
      self.attributes = attributes
    }
  }

  /// The library that made the span, in the order in which a batch lists them.
  public enum Scope: Int, Sendable, CaseIterable {
    case application, http, grpc, kafka, database, redis
  }

  public var traceHigh: UInt64
  public var traceLow: UInt64
  public var id: UInt64
  /// 0 for a root.
  public var parent: UInt64
  public var hasRemoteParent: Bool
  public var service: ShopService
  /// Index into the run's resources, see `SpanBatch.Group`.
  public var resource: Int
  public var scope: Scope
  public var name: String
  public var kind: Kind
  public var start: Int
  public var end: Int
  public var attributes: [SyntheticAttribute]
  public var events: [Event] = []
  public var links: [Link] = []
  public var status: Status = .unset
  public var statusMessage: String = ""

  public init(
    traceHigh: UInt64, traceLow: UInt64, id: UInt64, parent: UInt64, hasRemoteParent: Bool, service: ShopService,
    resource: Int, scope: Scope, name: String, kind: Kind, start: Int, end: Int, attributes: [SyntheticAttribute]
  ) {
    self.traceHigh = traceHigh
    self.traceLow = traceLow
    self.id = id
    self.parent = parent
    self.hasRemoteParent = hasRemoteParent
    self.service = service
    self.resource = resource
    self.scope = scope
    self.name = name
    self.kind = kind
    self.start = start
    self.end = end
    self.attributes = attributes
  }
}
