/// The text of one line of an OTLP JSON dump.
enum OTLPLine {
  /// Appends the line, without its end.
  static func append(_ batch: SpanBatch, to text: inout String) {
    text += "{\"resourceSpans\":["
    var isFirst = true
    for group in batch.groups {
      if !isFirst { text += "," }
      isFirst = false
      text += "{\"resource\":{\"attributes\":"
      append(group.resource, to: &text)
      text += "},\"scopeSpans\":["
      append(scopesOf: group.spans, to: &text)
      text += "],\"schemaUrl\":\"https://opentelemetry.io/schemas/1.37.0\"}"
    }
    text += "]}"
  }

  private static func append(scopesOf spans: [SyntheticSpan], to text: inout String) {
    var scope: SyntheticSpan.Scope?
    for span in spans {
      if span.scope == scope {
        text += ","
      } else {
        if scope != nil { text += "]}," }
        scope = span.scope
        text += "{\"scope\":{\"name\":\""
        text += span.scope.name
        text += "\",\"version\":\"2.19.0\"},\"spans\":["
      }
      append(span, to: &text)
    }
    text += "]}"
  }

  private static func append(_ span: SyntheticSpan, to text: inout String) {
    text += "{\"traceId\":\""
    JSONText.append(hex: span.traceHigh, to: &text)
    JSONText.append(hex: span.traceLow, to: &text)
    text += "\",\"spanId\":\""
    JSONText.append(hex: span.id, to: &text)
    if span.parent != 0 {
      text += "\",\"parentSpanId\":\""
      JSONText.append(hex: span.parent, to: &text)
    }
    text += span.hasRemoteParent ? "\",\"flags\":769,\"name\":" : "\",\"flags\":257,\"name\":"
    JSONText.append(string: span.name, to: &text)
    text += ",\"kind\":"
    text += String(span.kind.rawValue)
    text += ",\"startTimeUnixNano\":\""
    text += String(span.start)
    text += "\",\"endTimeUnixNano\":\""
    text += String(span.end)
    text += "\""
    append(field: span.attributes, to: &text)
    if !span.events.isEmpty { append(span.events, to: &text) }
    if !span.links.isEmpty { append(span.links, to: &text) }
    text += ",\"status\":{"
    if !span.statusMessage.isEmpty {
      text += "\"message\":"
      JSONText.append(string: span.statusMessage, to: &text)
      if span.status != .unset { text += "," }
    }
    if span.status != .unset {
      text += "\"code\":"
      text += String(span.status.rawValue)
    }
    text += "}}"
  }

  private static func append(_ events: [SyntheticSpan.Event], to text: inout String) {
    text += ",\"events\":["
    var isFirst = true
    for event in events {
      if !isFirst { text += "," }
      isFirst = false
      text += "{\"timeUnixNano\":\""
      text += String(event.time)
      text += "\",\"name\":"
      JSONText.append(string: event.name, to: &text)
      append(field: event.attributes, to: &text)
      text += "}"
    }
    text += "]"
  }

  private static func append(_ links: [SyntheticSpan.Link], to text: inout String) {
    text += ",\"links\":["
    var isFirst = true
    for link in links {
      if !isFirst { text += "," }
      isFirst = false
      text += "{\"traceId\":\""
      JSONText.append(hex: link.traceHigh, to: &text)
      JSONText.append(hex: link.traceLow, to: &text)
      text += "\",\"spanId\":\""
      JSONText.append(hex: link.spanID, to: &text)
      text += "\""
      append(field: link.attributes, to: &text)
      text += ",\"flags\":769}"
    }
    text += "]"
  }

  private static func append(field attributes: [SyntheticAttribute], to text: inout String) {
    if attributes.isEmpty { return }
    text += ",\"attributes\":"
    append(attributes, to: &text)
  }

  private static func append(_ attributes: [SyntheticAttribute], to text: inout String) {
    text += "["
    var isFirst = true
    for attribute in attributes {
      if !isFirst { text += "," }
      isFirst = false
      text += "{\"key\":"
      JSONText.append(string: attribute.key, to: &text)
      text += ",\"value\":{"
      append(attribute.value, to: &text)
      text += "}}"
    }
    text += "]"
  }

  private static func append(_ value: SyntheticAttribute.Value, to text: inout String) {
    switch value {
    case .string(let string):
      text += "\"stringValue\":"
      JSONText.append(string: string, to: &text)
    case .int(let number):
      text += "\"intValue\":\""
      text += String(number)
      text += "\""
    case .bool(let flag): text += flag ? "\"boolValue\":true" : "\"boolValue\":false"
    case .hundredths(let amount):
      let cents = amount % 100
      text += "\"doubleValue\":"
      text += String(amount / 100)
      if cents != 0 {
        text += cents < 10 ? ".0" : "."
        text += String(cents % 10 == 0 ? cents / 10 : cents)
      }
    case .strings(let strings):
      text += "\"arrayValue\":{\"values\":["
      var isFirst = true
      for string in strings {
        text += isFirst ? "{\"stringValue\":" : ",{\"stringValue\":"
        isFirst = false
        JSONText.append(string: string, to: &text)
        text += "}"
      }
      text += "]}"
    }
  }
}

extension SyntheticSpan.Scope {
  /// The name of the instrumentation library.
  var name: String {
    switch self {
    case .application: "shop.example/application"
    case .http: "shop.example/http"
    case .grpc: "shop.example/grpc"
    case .kafka: "shop.example/kafka"
    case .database: "shop.example/sql"
    case .redis: "shop.example/redis"
    }
  }
}
