import TraceModel

/// A format of span dumps. A new one is one file and a line in ``all``.
///
/// The input is a stream of JSON values of any format in any mix: each value is offered to the formats by its keys.
struct DumpFormat: Sendable {
  /// The name errors and reports use.
  let name: String
  /// Whether a top-level object with this key is of this format; keys are offered in the order they stand.
  let isRecognised: @Sendable (_ key: JSONText, _ cursor: JSONCursor) -> Bool
  /// Reads the value at the cursor, and appends its spans.
  let decode: @Sendable (_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Void

  /// All formats, first match wins.
  static let all: [DumpFormat] = [otlp, jaeger, otherSignals]

  /// Steps over the keys of the object at the cursor until one tells the format. O(bytes up to that key).
  static func recognise(_ cursor: JSONCursor) throws(JSONError) -> DumpFormat? {
    var cursor = cursor
    guard try cursor.beginObject() else { return nil }
    repeat {
      let key = try cursor.key()
      for format in all where format.isRecognised(key, cursor) { return format }
      try cursor.skipValue()
    } while try cursor.anotherMember()
    return nil
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
