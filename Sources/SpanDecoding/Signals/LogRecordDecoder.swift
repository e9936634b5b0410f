import TraceModel

/// Decodes log lines, and hands each to a sink.
struct LogRecordDecoder<Sink: LogSink>: SignalValues {
  var sink: Sink
  /// How many records of exports were no log lines.
  private(set) var rejected = 0
  /// How many lines the sink was shown.
  private(set) var received = 0
  private var line = LogRecord()
  private var hasBody = false

  init(sink: Sink) {
    self.sink = sink
  }

  /// Reads one value: a line, or an OTLP export.
  mutating func value(_ cursor: inout JSONCursor) throws(JSONError) {
    begin()
    let start = cursor.offset
    var isExport = false
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "resourceLogs") {
        isExport = true
        try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in try resource(&cursor) }
      } else {
        try field(&cursor, name)
      }
    }
    if !isExport, !finishLine() {
      throw JSONError(reason: .shape("a log line needs a text or a service"), offset: start)
    }
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
            begin(service: service)
            try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
              try field(&cursor, name)
            }
            if !finishLine() { rejected += 1 }
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
      if let level = try cursor.textValue() {
        line.severity = level
        if Self.isError(level) { line.isError = true }
      }
    } else if cursor.isText(name, "severityNumber") {
      if let number = try cursor.integer(), number >= 17 { line.isError = true }
    } else if cursor.isText(name, "attributes"), cursor.byte == UInt8(ascii: "[") {
      try attributes(&cursor)
    } else if Self.isCorrelation(name, cursor) {
      if let id = try cursor.textValue() { line.correlation = id }
    } else if cursor.isOne(name, of: "body", "message", "event", "msg") {
      try text(&cursor)
    } else {
      try cursor.skipValue()
    }
  }

  /// A string, or an OTLP value that holds one; any other value is taken as its JSON text.
  private mutating func text(_ cursor: inout JSONCursor) throws(JSONError) {
    if hasBody { return try cursor.skipValue() }
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      cursor.unescape(text, into: &line.body)
    } else if cursor.byte == UInt8(ascii: "{") {
      let start = cursor.offset
      var found = false
      try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
        if cursor.isText(name, "stringValue"), cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          cursor.unescape(text, into: &line.body)
          found = true
        } else {
          try cursor.skipValue()
        }
      }
      if !found { line.body = Array(cursor.string(start, cursor.offset).utf8) }
    } else {
      let start = cursor.offset
      try cursor.skipValue()
      line.body = Array(cursor.string(start, cursor.offset).utf8)
    }
    hasBody = true
  }

  private mutating func begin(service: String = "") {
    line = LogRecord()
    line.service = service
    hasBody = false
  }

  /// Shows the line to the sink, and says whether it is one.
  private mutating func finishLine() -> Bool {
    if !hasBody && line.service.isEmpty { return false }
    received += 1
    sink.receive(line)
    return true
  }

  /// The correlation id among the attributes of an OTLP record.
  private mutating func attributes(_ cursor: inout JSONCursor) throws(JSONError) {
    try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
      var isWanted = false
      var value: String?
      try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
        cursor.skipSpace()
        if cursor.isText(name, "key"), cursor.byte == UInt8(ascii: "\"") {
          isWanted = Self.isCorrelation(try cursor.string(), cursor)
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
      if isWanted, let value { line.correlation = value }
    }
  }

  private static func isCorrelation(_ name: JSONText, _ cursor: JSONCursor) -> Bool {
    cursor.isOne(
      name, of: "correlationId", "correlation_id", "correlation.id", "conversationId", "conversation_id",
      "messaging.message.conversation_id", "messaging.conversation_id")
  }

  static func isError(_ level: String) -> Bool {
    switch level.uppercased() {
    case "ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG", "PANIC", "SEVERE": true
    default: level.uppercased().hasPrefix("ERROR") || level.uppercased().hasPrefix("FATAL")
    }
  }
}
