import TraceModel

/// What the annotations of a Zipkin span say: plain events in version 2; in version 1 also kinds, times and endpoints.
///
/// Source: openzipkin/zipkin, `zipkin2.v1.V1SpanConverter`.
struct ZipkinV1Annotations {
  /// One of the spans that a version 1 span stands for.
  struct Half {
    var kind = SpanKind.unspecified
    var local = ZipkinEndpoint()
    var remote = ZipkinEndpoint()
    var start: Int64?
    var duration: Int64?
    var isShared = false
  }

  private(set) var events: [(event: EventRecord, endpoint: ZipkinEndpoint?)] = []
  private(set) var tags: [(key: Symbol, value: AttributeValue, endpoint: ZipkinEndpoint?)] = []
  private var marks: [String: (time: Int64, endpoint: ZipkinEndpoint)] = [:]
  private var addresses: [String: ZipkinEndpoint] = [:]
  private var hasBinary = false
  private var hasEndpoints = false

  /// Whether the span is of version 1.
  var isPresent: Bool { hasBinary || hasEndpoints }

  /// `[{"timestamp": µs, "value": "cs", "endpoint": {…}}]`.
  mutating func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      var endpoint: ZipkinEndpoint?
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "timestamp") {
            event.time = try TimeForm.microseconds.read(&cursor) ?? 0
          } else if cursor.isText(key, "value") {
            if let text = try cursor.text() { event.name = builder.intern(text, in: cursor) }
          } else if cursor.isText(key, "endpoint"), cursor.byte == UInt8(ascii: "{") {
            endpoint = try ZipkinEndpoint.decode(&cursor, &builder)
            hasEndpoints = true
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      let name = String(decoding: builder.batch.symbols.bytes(of: event.name), as: UTF8.self)
      switch name {
      case "cs", "cr", "sr", "ss", "ms", "mr":
        if endpoint != nil || hasBinary {
          marks[name] = marks[name] ?? (event.time, endpoint ?? ZipkinEndpoint())
        } else {
          events.append((event, nil))
        }
      default: events.append((event, endpoint))
      }
    } while try cursor.anotherElement()
  }

  /// `[{"key", "value", "endpoint"}]`; the keys `sa`, `ca` and `ma` with the value true name the other side.
  mutating func decodeBinary(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    hasBinary = true
    guard try cursor.stands(UInt8(ascii: "[")), try cursor.beginArray() else { return }
    repeat {
      var name: Symbol?
      var value: AttributeValue?
      var endpoint: ZipkinEndpoint?
      if try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() {
        repeat {
          let key = try cursor.key()
          if cursor.isText(key, "key"), cursor.byte == UInt8(ascii: "\"") {
            let text = try cursor.string()
            name = builder.intern(text, in: cursor)
          } else if cursor.isText(key, "value") {
            value = try cursor.attributeValue()
          } else if cursor.isText(key, "endpoint"), cursor.byte == UInt8(ascii: "{") {
            endpoint = try ZipkinEndpoint.decode(&cursor, &builder)
          } else {
            try cursor.skipValue()
          }
        } while try cursor.anotherMember()
      }
      guard let name, let value else {
        builder.quality[.rejectedAttribute] += 1
        continue
      }
      let text = String(decoding: builder.batch.symbols.bytes(of: name), as: UTF8.self)
      switch text {
      case "sa", "ca", "ma":
        if let endpoint { addresses[text] = endpoint }
      case "lc" where value.text.isEmpty:
        if let endpoint { addresses["lc"] = endpoint }
      default: tags.append((name, value, endpoint))
      }
    } while try cursor.anotherElement()
  }

  /// The spans it stands for, at least one: a client and a server half when both sides annotated it.
  ///
  /// - Parameters:
  ///   - start: The span's own start, ns.
  ///   - duration: The span's own duration, ns.
  /// - Returns: The client half before the server half, the producer's before the consumer's.
  func halves(start: Int64?, duration: Int64?) -> [Half] {
    var halves: [Half] = []
    let hasClient = marks["cs"] != nil || marks["cr"] != nil
    let hasServer = marks["sr"] != nil || marks["ss"] != nil
    if let mark = marks["cs"] ?? marks["cr"] {
      var half = half(.client, mark.endpoint, "cs", "cr", start, duration)
      half.remote = addresses["sa"] ?? ZipkinEndpoint()
      halves.append(half)
    }
    if let mark = marks["sr"] ?? marks["ss"] {
      let isAlone = !hasClient
      var half = half(.server, mark.endpoint, "sr", "ss", isAlone ? start : nil, isAlone ? duration : nil)
      half.remote = addresses["ca"] ?? ZipkinEndpoint()
      // Both addresses stood for the server in old tracers: its own says nothing of its caller.
      if half.remote.service == half.local.service { half.remote = ZipkinEndpoint() }
      half.isShared = hasClient || start == nil
      halves.append(half)
    }
    if !hasClient, !hasServer, let mark = marks["ms"] {
      var half = half(.producer, mark.endpoint, "ms", "", start, duration)
      half.remote = addresses["ma"] ?? ZipkinEndpoint()
      halves.append(half)
    }
    if !hasClient, !hasServer, let mark = marks["mr"] {
      var half = half(.consumer, mark.endpoint, "mr", "", start, duration)
      half.remote = addresses["ma"] ?? ZipkinEndpoint()
      half.isShared = marks["ms"] != nil
      halves.append(half)
    }
    if !halves.isEmpty { return halves }
    let local = addresses["lc"] ?? tags.lazy.compactMap(\.endpoint).first ?? events.lazy.compactMap(\.endpoint).first
    var half = Half(local: local ?? ZipkinEndpoint(), start: start, duration: duration)
    if let client = addresses["ca"], let server = addresses["sa"] {
      half.local = client
      half.remote = server
      return [half]
    }
    if let server = addresses["sa"] {
      half.kind = .client
      half.remote = server
    } else if let client = addresses["ca"] {
      half.kind = .server
      half.remote = client
    }
    return [half]
  }

  private func half(
    _ kind: SpanKind, _ local: ZipkinEndpoint, _ begin: String, _ end: String, _ start: Int64?, _ duration: Int64?
  ) -> Half {
    var half = Half(kind: kind, local: local, start: start, duration: duration)
    half.start = start ?? marks[begin]?.time
    if half.duration == nil, let from = marks[begin]?.time, let to = marks[end]?.time {
      let (length, isTooLong) = to.subtractingReportingOverflow(from)
      if !isTooLong { half.duration = length }
    }
    return half
  }

  /// Which half something noted by `endpoint` belongs to: the one of the same service, else the first.
  func half(of endpoint: ZipkinEndpoint?, among halves: [Half]) -> Int {
    guard let endpoint else { return 0 }
    return halves.firstIndex { $0.local.service == endpoint.service } ?? 0
  }
}
