/// One span of a ``HostileGraph``; ids are small numbers, 0 none.
struct HostileSpan {
  var trace: Int
  var id: Int
  var parent: Int
  var service = ""
  var name = ""
  var kind = 0
  var status = 0
  /// Nanoseconds since the epoch.
  var start: Int64 = 0
  /// Nanoseconds since the epoch.
  var end: Int64 = 0
  var links: [(trace: Int, span: Int)] = []
  var texts: [(key: String, value: String)] = []
  var numbers: [(key: String, value: Int64)] = []
  var events = 0

  init(trace: Int, id: Int, parent: Int) {
    self.trace = trace
    self.id = id
    self.parent = parent
  }

  /// The span as a line of OTLP JSON.
  func line(environment: String) -> String {
    var resource = [attribute("service.name", service)]
    if !environment.isEmpty { resource.append(attribute("deployment.environment", environment)) }
    let linked = links.map { #"{"traceId":"\#(traceID($0.trace))","spanId":"\#(spanID($0.span))"}"# }
    let happened = (0..<events).map {
      #"{"name":"exception","timeUnixNano":"\#(start &+ Int64($0))","attributes":[\#(attribute("exception.type", name))]}"#
    }
    let attributes =
      texts.map { attribute($0.key, $0.value) }
      + numbers.map { #"{"key":"\#($0.key)","value":{"intValue":"\#($0.value)"}}"# }
    return #"{"resourceSpans":[{"resource":{"attributes":["# + resource.joined(separator: ",")
      + #"]},"scopeSpans":[{"spans":[{"traceId":"\#(traceID(trace))","spanId":"\#(spanID(id))","#
      + (parent == 0 ? "" : #""parentSpanId":"\#(spanID(parent))","#) + #""name":\#(quoted(name)),"kind":\#(kind),"#
      + #""startTimeUnixNano":"\#(start)","endTimeUnixNano":"\#(end)","status":{"code":\#(status)},"#
      + #""attributes":[\#(attributes.joined(separator: ","))],"links":[\#(linked.joined(separator: ","))],"#
      + #""events":[\#(happened.joined(separator: ","))]}]}]}]}"#
  }

  /// Two of the traces are one trace whose id is written with and without its high half.
  private func traceID(_ number: Int) -> String {
    number == 5 ? hexadecimal(1, 16) + hexadecimal(4, 16) : hexadecimal(number + 1, 32)
  }

  private func spanID(_ number: Int) -> String { hexadecimal(number, 16) }

  private func hexadecimal(_ number: Int, _ digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }

  private func attribute(_ key: String, _ value: String) -> String {
    #"{"key":\#(quoted(key)),"value":{"stringValue":\#(quoted(value))}}"#
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
