import TraceModel

/// Gathers the tags of one Zipkin span: attributes, and what among them belongs to the span's status, links and resource.
struct ZipkinTags {
  private var attributes: [(key: Symbol, value: AttributeValue)] = []
  private var resourceAttributes: [(key: Symbol, value: AttributeValue)] = []
  private var links: [LinkRecord] = []
  private var status = SpanStatus.unset
  private var hasPeerService = false
  private var hasPeerAddress = false

  /// `{"key": "value", …}`.
  mutating func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    guard try cursor.stands(UInt8(ascii: "{")), try cursor.beginObject() else { return }
    repeat {
      let text = try cursor.key()
      let key = builder.intern(text, in: cursor)
      guard let value = try builder.readValue(&cursor) else { continue }
      add(key, value, &builder)
    } while try cursor.anotherMember()
  }

  mutating func add(_ key: Symbol, _ value: AttributeValue, _ builder: inout BatchBuilder) {
    let name = String(decoding: builder.batch.symbols.bytes(of: key), as: UTF8.self)
    switch name {
    case "error":
      if value != .bool(false), value.text.lowercased() != "false" { status = .error }
    case "otel.status_code":
      switch SpanStatus.named(value.text) {
      case .error?: status = .error
      case .ok? where status == .unset: status = .ok
      default: break
      }
    case "peer.service": hasPeerService = true
    case "network.peer.address": hasPeerAddress = true
    default:
      if name.hasPrefix("otlp.link.") {
        if let link = ZipkinLink.decode(value.bytes, &builder) {
          links.append(link)
        } else {
          builder.quality[.rejectedLink] += 1
        }
        return
      }
      if ZipkinTags.isOfResource(name) {
        resourceAttributes.append((key, value))
        return
      }
    }
    if builder.wants(key) { attributes.append((key, value)) }
  }

  /// Adds what the remote endpoint says, where no tag says it.
  mutating func appendPeer(_ remote: ZipkinEndpoint, _ builder: inout BatchBuilder) {
    if !remote.service.isEmpty, !hasPeerService {
      add("peer.service", .string(bytes(of: remote.service, builder)), &builder)
    }
    guard !remote.address.isEmpty, !hasPeerAddress else { return }
    add("network.peer.address", .string(bytes(of: remote.address, builder)), &builder)
    if let port = remote.port { add("network.peer.port", .int(port), &builder) }
  }

  private mutating func add(_ name: String, _ value: AttributeValue, _ builder: inout BatchBuilder) {
    let key = builder.intern(name)
    if builder.wants(key) { attributes.append((key, value)) }
  }

  private func bytes(of symbol: Symbol, _ builder: BatchBuilder) -> ArraySlice<UInt8> {
    Array(builder.batch.symbols.bytes(of: symbol))[...]
  }

  /// Gives the builder's span its attributes, status and links.
  func settle(_ builder: inout BatchBuilder) {
    builder.span.attributes = builder.block(of: attributes)
    builder.span.status = status
    for link in links { builder.addLink(link) }
  }

  /// The resource of the local endpoint and the resource attributes among the tags, made once for each such set.
  func resource(of local: ZipkinEndpoint, _ builder: inout BatchBuilder) -> UInt32 {
    var text: [UInt8] = []
    func add(_ bytes: some Sequence<UInt8>) {
      text += bytes
      text.append(0)
    }
    add(bytes(of: local.service, builder))
    add(bytes(of: local.address, builder))
    for (key, value) in resourceAttributes {
      add(bytes(of: key, builder))
      add(value.bytes)
    }
    if let known = builder.knownResource(of: text[...]) { return known }
    var block: UInt32 = 0
    if !resourceAttributes.isEmpty || !local.address.isEmpty {
      let start = builder.beginAttributes()
      for (key, value) in resourceAttributes { builder.append(key, value) }
      if !local.address.isEmpty {
        builder.append(builder.intern("host.ip"), .string(bytes(of: local.address, builder)))
      }
      block = builder.endAttributes(
        at: start, count: resourceAttributes.count + (local.address.isEmpty ? 0 : 1))
    }
    let resource = builder.addResource(
      attributes: block, service: local.service.isEmpty ? nil : local.service, mayBeNameless: true)
    builder.remember(resource, as: text[...])
    return resource
  }

  /// Whether exporters put the attribute on resources.
  private static func isOfResource(_ name: String) -> Bool {
    if name.hasPrefix("service.") { return !name.hasPrefix("service.peer.") }
    return name == "deployment.environment" || name == "deployment.environment.name" || name == "host.name"
      || name.hasPrefix("telemetry.sdk.") || name.hasPrefix("k8s.") || name.hasPrefix("container.")
      || name.hasPrefix("cloud.")
  }
}

/// The links that the collector writes as Zipkin tags.
enum ZipkinLink {
  /// Reads `trace|span|state|attributes|dropped`, whose attributes (a JSON object) may hold `|`. Nil without usable ids.
  static func decode(_ bytes: ArraySlice<UInt8>, _ builder: inout BatchBuilder) -> LinkRecord? {
    JSONCursor.over(bytes) { cursor in
      var bars: [Int] = []
      for place in 0..<cursor.end where cursor[place] == UInt8(ascii: "|") { bars.append(place) }
      guard let first = bars.first else { return nil }
      let second = bars.count > 1 ? bars[1] : cursor.end
      guard let traceID = cursor.traceID(JSONText(start: 0, end: first, isEscaped: false)),
        let spanID = cursor.spanID(JSONText(start: first + 1, end: second, isEscaped: false)), !spanID.isNone
      else { return nil }
      var link = LinkRecord(traceID: traceID, spanID: spanID)
      if bars.count >= 4 {
        cursor.offset = bars[2] + 1
        // Unreadable attributes leave the link as it is.
        do throws(JSONError) {
          link.attributes = try AttributeForm.object.read(&cursor, &builder, false)
        } catch {
          builder.quality[.rejectedAttribute] += 1
        }
      }
      return link
    }
  }
}

extension JSONCursor {
  /// Calls `body` with a cursor over a copy of the bytes.
  static func over<Result>(_ bytes: ArraySlice<UInt8>, _ body: (inout JSONCursor) -> Result) -> Result {
    var padded = Array(bytes)
    padded += repeatElement(UInt8(ascii: "\""), count: padding)
    // SAFETY: the padding is there, and the cursor does not outlive the closure.
    return unsafe padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the padding is never empty") }
      var cursor = unsafe JSONCursor(base: base, end: bytes.count, offset: 0)
      return body(&cursor)
    }
  }
}
