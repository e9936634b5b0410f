import TraceModel

/// A format of span dumps. A new one is one file and a line in ``all``.
///
/// The input is a stream of JSON values of any format in any mix: each value is offered to the formats by its keys.
struct DumpFormat: Sendable {
  typealias Decode = @Sendable (_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) -> Void

  /// The name errors and reports use.
  let name: String
  /// Each of these keys tells the format by itself; keys count in the order they stand.
  let alone: [Clue]
  /// Together these tell it, one of each group.
  let together: [[Clue]]
  /// With one of these, an object is not of the format, unless a key alone tells it.
  let without: [Clue]
  /// Reads the value at the cursor, and appends its spans.
  let decode: Decode

  init(
    name: String, alone: [Clue] = [], together: [[Clue]] = [], without: [Clue] = [], decode: @escaping Decode
  ) {
    self.name = name
    self.alone = alone
    self.together = together
    self.without = without
    self.decode = decode
  }

  /// A format whose spans stand alone.
  init(name: String, alone: [Clue] = [], together: [[Clue]] = [], without: [Clue] = [], span: SpanShape) {
    self.init(name: name, alone: alone, together: together, without: without) { cursor, builder throws(JSONError) in
      try span.decode(&cursor, &builder)
    }
  }

  /// All formats, first match wins.
  static let all: [DumpFormat] = [
    otlp, openSearch, elasticOTel, elasticAPM, elasticAPMOther, xRay, jaegerDocument, datadogTrace, honeycomb, jaeger,
    goStdout, pythonConsole, phpConsole, openInference, clickHouse, datadog, datadogEvent, listed, otherSignals,
    javaScriptConsole, zipkin,
  ]

  /// The format of the object at the cursor, nil when it is none.
  static func recognise(_ cursor: JSONCursor) throws(JSONError) -> DumpFormat? {
    try Recognition.ofAllFormats.format(at: cursor)
  }

  /// Logs and metrics of OTLP: counted and passed over.
  static let otherSignals = DumpFormat(
    name: "OTLP logs or metrics",
    alone: [
      Clue("resourceMetrics"), Clue("resourceLogs"), Clue("resource_metrics"), Clue("resource_logs"),
      Clue("resourceProfiles"), Clue("resource_profiles"),
    ],
    decode: { cursor, builder throws(JSONError) in
      try cursor.skipValue()
      builder.quality[.passedOverSignal] += 1
    })
}
