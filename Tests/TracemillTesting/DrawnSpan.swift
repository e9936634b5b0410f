public import TraceModel

/// One span of a test fixture, before it is encoded: plain values, names as text.
public struct DrawnSpan: Sendable, Equatable {
  public var traceID = TraceID(high: 0, low: 1)
  public var spanID = SpanID.none
  /// ``SpanID/none`` for a root; an id that names no span makes an orphan.
  public var parentID = SpanID.none
  /// The parent came by FOLLOWS_FROM.
  public var followsFrom = false
  public var service = ""
  public var operation = ""
  public var kind = SpanKind.unspecified
  public var status = SpanStatus.unset
  /// Nanoseconds since the epoch.
  public var start: Int64 = 0
  /// Nanoseconds since the epoch.
  public var end: Int64 = 0
  public var host = ""
  public var version = ""
  public var namespace = ""
  public var environment = ""
  public var instance = ""
  public var attributes: [(key: String, value: AttributeValue)] = []
  public var links: [(traceID: TraceID, spanID: SpanID)] = []
  /// Exceptions recorded at the span's end, by type.
  public var exceptions: [String] = []

  public init() {}

  public static func == (left: DrawnSpan, right: DrawnSpan) -> Bool {
    left.traceID == right.traceID && left.spanID == right.spanID && left.parentID == right.parentID
      && left.followsFrom == right.followsFrom && left.service == right.service && left.operation == right.operation
      && left.kind == right.kind && left.status == right.status && left.start == right.start && left.end == right.end
      && left.host == right.host && left.version == right.version && left.namespace == right.namespace
      && left.environment == right.environment && left.instance == right.instance
      && left.attributes.elementsEqual(right.attributes, by: ==) && left.links.elementsEqual(right.links, by: ==)
      && left.exceptions == right.exceptions
  }
}

extension SpanBatch {
  /// The spans as a decoder would have left them, in the order given.
  public init(_ spans: [DrawnSpan]) {
    self.init()
    for span in spans { append(span) }
  }

  private mutating func append(_ span: DrawnSpan) {
    var record = SpanRecord()
    record.traceID = span.traceID
    record.spanID = span.spanID
    record.parentID = span.parentID
    record.start = span.start
    record.end = span.end
    record.name = symbols.intern(span.operation)
    record.kind = span.kind
    record.status = span.status
    if span.followsFrom { record.flags.insert(.followsFrom) }
    let marks = AttributeConcept.marksOfMessaging.flatMap(\.names)
    if span.attributes.contains(where: { marks.contains($0.key) }) { record.flags.insert(.mayBeMessaging) }
    record.resource = UInt32(resources.count)
    resources.append(resource(of: span))
    record.attributes = block(of: span.attributes)
    record.firstLink = UInt32(links.count)
    record.linkCount = UInt32(span.links.count)
    for link in span.links { links.append(LinkRecord(traceID: link.traceID, spanID: link.spanID)) }
    record.firstEvent = UInt32(events.count)
    record.eventCount = UInt32(span.exceptions.count)
    for type in span.exceptions {
      let attributes = block(of: [("exception.type", .string(Array(type.utf8)[...]))])
      events.append(EventRecord(time: span.end, name: symbols.intern("exception"), attributes: attributes))
    }
    records.append(record)
  }

  private mutating func resource(of span: DrawnSpan) -> Resource {
    var resource = Resource()
    resource.service = symbols.intern(span.service)
    resource.namespace = symbols.intern(span.namespace)
    resource.version = symbols.intern(span.version)
    resource.environment = symbols.intern(span.environment)
    resource.host = symbols.intern(span.host)
    resource.instance = symbols.intern(span.instance)
    let named = [
      ("service.name", span.service), ("service.namespace", span.namespace), ("service.version", span.version),
      ("deployment.environment.name", span.environment), ("host.name", span.host),
      ("service.instance.id", span.instance),
    ]
    let given = named.filter { !$0.1.isEmpty }.map { (key: $0.0, value: AttributeValue.string(Array($0.1.utf8)[...])) }
    resource.attributes = ArenaReference(arena: 0, offset: block(of: given))
    return resource
  }

  private mutating func block(of attributes: [(key: String, value: AttributeValue)]) -> UInt32 {
    let offset = arena.beginBlock()
    for (key, value) in attributes { arena.append(key: symbols.intern(key), value) }
    return arena.endBlock(at: offset, count: attributes.count)
  }
}

extension DecodedSpans {
  /// The spans as one decoded batch.
  public init(_ spans: [DrawnSpan]) {
    self.init(batches: [SpanBatch(spans)], quality: DataQuality())
  }
}
