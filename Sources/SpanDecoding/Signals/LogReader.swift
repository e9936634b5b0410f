public import TraceModel

/// Reads log files: OTLP logs JSON, or one object a line.
///
/// An object is `timeUnixNano|timestamp|time`, `service`, `traceId|trace_id`, `spanId|span_id`, `body|message|event`,
/// `severityText|level`; further members are passed over. What has neither text nor service is counted as rejected.
public struct LogReader: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// - Returns: The lines of all inputs in order.
  public func read(_ inputs: [DumpInput]) throws(SpanDecodingError) -> LogLines {
    var builder = LogLineBuilder()
    let reader = SignalReader(options: options)
    for input in inputs {
      let rejected = try reader.read(input) { (cursor: inout JSONCursor) throws(JSONError) in
        try builder.value(&cursor)
      }
      builder.logs.rejected += rejected
    }
    return builder.logs
  }
}

/// Collects log lines; names are numbered in order of first sight.
struct LogLineBuilder {
  var logs = LogLines()
  private var services: [String: Int] = [:]
  private var templates: [String: Int] = [:]
  private var line = Fields()
  private var body: [UInt8] = []

  struct Fields {
    var time: Int64 = 0
    var service = ""
    var traceID = TraceID(high: 0, low: 0)
    var spanID = SpanID.none
    var isError = false
    var hasBody = false
  }

  /// Reads one value: a line, or an OTLP export.
  mutating func value(_ cursor: inout JSONCursor) throws(JSONError) {
    line = Fields()
    body.removeAll(keepingCapacity: true)
    var isExport = false
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "resourceLogs") {
        isExport = true
        try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in try resource(&cursor) }
      } else {
        try field(&cursor, name)
      }
    }
    if !isExport { finishLine() }
  }

  private mutating func resource(_ cursor: inout JSONCursor) throws(JSONError) {
    var service = ""
    let start = cursor.offset
    // The resource may stand behind its records.
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "resource") {
        service = try cursor.serviceOfResource() ?? ""
      } else {
        try cursor.skipValue()
      }
    }
    let end = cursor.offset
    cursor.offset = start
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      guard cursor.isOne(name, of: "scopeLogs", "instrumentationLibraryLogs") else { return try cursor.skipValue() }
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          guard cursor.isOne(name, of: "logRecords", "logs") else { return try cursor.skipValue() }
          try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
            line = Fields()
            line.service = service
            body.removeAll(keepingCapacity: true)
            try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
              try field(&cursor, name)
            }
            finishLine()
          }
        }
      }
    }
    cursor.offset = end
  }

  private mutating func field(_ cursor: inout JSONCursor, _ name: JSONText) throws(JSONError) {
    cursor.skipSpace()
    if cursor.isOne(name, of: "timeUnixNano", "timestamp", "time") {
      if let time = try cursor.timeValue(), time > 0 { line.time = time }
    } else if cursor.isText(name, "observedTimeUnixNano") {
      if let time = try cursor.timeValue(), line.time == 0 { line.time = time }
    } else if cursor.isOne(name, of: "traceId", "trace_id"), cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      if let id = cursor.traceID(text) { line.traceID = id }
    } else if cursor.isOne(name, of: "spanId", "span_id"), cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      if let id = cursor.spanID(text) { line.spanID = id }
    } else if cursor.isOne(name, of: "service", "service.name") {
      line.service = try cursor.textValue() ?? line.service
    } else if cursor.isOne(name, of: "severityText", "level", "severity") {
      if let level = try cursor.textValue() { line.isError = line.isError || LogLineBuilder.isError(level) }
    } else if cursor.isText(name, "severityNumber") {
      if let number = try cursor.integer(), number >= 17 { line.isError = true }
    } else if cursor.isOne(name, of: "body", "message", "event", "msg") {
      try text(&cursor)
    } else {
      try cursor.skipValue()
    }
  }

  /// A string, or an OTLP value that holds one; any other value is taken as its JSON text.
  private mutating func text(_ cursor: inout JSONCursor) throws(JSONError) {
    if line.hasBody { return try cursor.skipValue() }
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      cursor.unescape(text, into: &body)
    } else if cursor.byte == UInt8(ascii: "{") {
      let start = cursor.offset
      var found = false
      try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
        if cursor.isText(name, "stringValue"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          cursor.unescape(text, into: &body)
          found = true
        } else {
          try cursor.skipValue()
        }
      }
      if !found { body = Array(cursor.string(start, cursor.offset).utf8) }
    } else {
      let start = cursor.offset
      try cursor.skipValue()
      body = Array(cursor.string(start, cursor.offset).utf8)
    }
    line.hasBody = true
  }

  private mutating func finishLine() {
    if !line.hasBody && line.service.isEmpty {
      logs.rejected += 1
      return
    }
    let template = LogTemplate.of(body)
    let service = LogLineBuilder.number(line.service, &services, &logs.services)
    logs.lines.append(
      LogLine(
        time: line.time, traceID: line.traceID, spanID: line.spanID, service: service,
        template: LogLineBuilder.number(template, &templates, &logs.templates), isError: line.isError))
  }

  private static func number(_ name: String, _ numbers: inout [String: Int], _ names: inout [String]) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  static func isError(_ level: String) -> Bool {
    switch level.uppercased() {
    case "ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG", "PANIC", "SEVERE": true
    default: level.uppercased().hasPrefix("ERROR") || level.uppercased().hasPrefix("FATAL")
    }
  }
}

extension JSONCursor {
  /// `service.name` of an OTLP resource.
  mutating func serviceOfResource() throws(JSONError) -> String? {
    try attribute(of: "service.name")
  }

  /// The text of an attribute in an object that has `attributes`.
  mutating func attribute(of wanted: StaticString) throws(JSONError) -> String? {
    var found: String?
    try forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      guard cursor.isText(name, "attributes") else { return try cursor.skipValue() }
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        var isWanted = false
        var value: String?
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          if cursor.isText(name, "key"), cursor.byte == UInt8(ascii: "\"") {
            let text = try cursor.string()
            isWanted = cursor.isText(text, wanted)
          } else if cursor.isText(name, "value"), cursor.byte == UInt8(ascii: "{") {
            try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
              if cursor.isText(name, "stringValue") {
                value = try cursor.textValue()
              } else {
                try cursor.skipValue()
              }
            }
          } else {
            try cursor.skipValue()
          }
        }
        if isWanted, let value { found = value }
      }
    }
    return found
  }
}
