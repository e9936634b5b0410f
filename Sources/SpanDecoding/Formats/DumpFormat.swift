import TraceModel

/// A format of span dumps. A new one is one file and a line in ``all``.
///
/// The input is a stream of JSON values of any format in any mix: each value is offered to the formats by its keys.
struct DumpFormat: Sendable {
  /// The name errors and reports use.
  let name: String
  /// Whether an object with this key is of this format; keys are offered in the order they stand, with the cursor at their value.
  let isRecognised: @Sendable (_ key: JSONText, _ cursor: JSONCursor) -> Bool
  /// Whether an object with these keys is of this format, when no single key told.
  let isRecognisedByAll: @Sendable (_ keys: TellingKeys) -> Bool
  /// Reads the value at the cursor, and appends its spans.
  let decode: @Sendable (_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Void

  init(
    name: String,
    isRecognised: @escaping @Sendable (_ key: JSONText, _ cursor: JSONCursor) -> Bool = { _, _ in false },
    isRecognisedByAll: @escaping @Sendable (_ keys: TellingKeys) -> Bool = { _ in false },
    decode: @escaping @Sendable (_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Void
  ) {
    self.name = name
    self.isRecognised = isRecognised
    self.isRecognisedByAll = isRecognisedByAll
    self.decode = decode
  }

  /// All formats, first match wins.
  static let all: [DumpFormat] = [
    otlp, elasticAPM, xRay, jaegerDocument, jaeger, goStdout, pythonConsole, otherSignals, javaScriptConsole, zipkin,
  ]

  /// Steps over the keys of the object at the cursor until one tells the format, or all of them do. O(bytes up to that key).
  static func recognise(_ cursor: JSONCursor) throws(JSONError) -> DumpFormat? {
    var cursor = cursor
    var keys: TellingKeys = []
    guard try cursor.beginObject() else { return nil }
    do {
      repeat {
        let key = try cursor.key()
        for format in all where format.isRecognised(key, cursor) { return format }
        keys.note(key, cursor)
        try cursor.skipValue()
      } while try cursor.anotherMember()
    } catch {
      // A damaged object of a known format is left to the format, which says where the damage is.
      guard let format = all.first(where: { $0.isRecognisedByAll(keys) }) else { throw error }
      return format
    }
    return all.first { $0.isRecognisedByAll(keys) }
  }

  /// Logs and metrics of OTLP: counted and passed over.
  static let otherSignals = DumpFormat(
    name: "OTLP logs or metrics",
    isRecognised: { key, cursor in
      cursor.isText(key, "resourceMetrics") || cursor.isText(key, "resourceLogs")
        || cursor.isText(key, "resource_metrics") || cursor.isText(key, "resource_logs")
        || cursor.isText(key, "resourceProfiles")
    },
    decode: { cursor, builder throws(JSONError) in
      try cursor.skipValue()
      builder.quality[.passedOverSignal] += 1
    })
}

/// Keys that tell a format only together.
struct TellingKeys: OptionSet, Sendable {
  var rawValue: UInt16

  static let traceId = TellingKeys(rawValue: 1 << 0)
  static let id = TellingKeys(rawValue: 1 << 1)
  static let attributes = TellingKeys(rawValue: 1 << 2)
  static let resource = TellingKeys(rawValue: 1 << 3)
  /// `kind` as a number.
  static let numericKind = TellingKeys(rawValue: 1 << 4)
  static let statusObject = TellingKeys(rawValue: 1 << 5)
  /// Keys that only Zipkin has.
  static let zipkinOnly = TellingKeys(rawValue: 1 << 6)
  /// `tags` as an object.
  static let tagObject = TellingKeys(rawValue: 1 << 7)
  static let name = TellingKeys(rawValue: 1 << 8)

  /// Adds what a key says; the cursor stands at its value.
  mutating func note(_ key: JSONText, _ cursor: JSONCursor) {
    switch key.count {
    case 2 where cursor.isText(key, "id"): insert(.id)
    case 4 where cursor.isText(key, "name"): insert(.name)
    case 4 where cursor.isText(key, "kind"): if cursor.byte &- 0x30 <= 9 { insert(.numericKind) }
    case 4 where cursor.isText(key, "tags"): if cursor.byte == UInt8(ascii: "{") { insert(.tagObject) }
    case 6 where cursor.isText(key, "status"): if cursor.byte == UInt8(ascii: "{") { insert(.statusObject) }
    case 7 where cursor.isText(key, "traceId"): insert(.traceId)
    case 8 where cursor.isText(key, "resource"): insert(.resource)
    case 10 where cursor.isText(key, "attributes"): insert(.attributes)
    case 13 where cursor.isText(key, "localEndpoint"): insert(.zipkinOnly)
    case 14 where cursor.isText(key, "remoteEndpoint"): insert(.zipkinOnly)
    case 17 where cursor.isText(key, "binaryAnnotations"): insert(.zipkinOnly)
    default: break
    }
  }
}
