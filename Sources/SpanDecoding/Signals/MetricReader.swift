public import TraceModel

/// Reads metric files: OTLP metrics JSON (gauges, sums; histograms by their mean), or lines
/// `{"timeUnixNano","service","pod","metrics":{name: value}}`.
public struct MetricReader: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// - Returns: The points of all inputs in order; values that are no finite numbers are left out.
  public func read(_ inputs: [DumpInput]) throws(SpanDecodingError) -> [MetricPoint] {
    var read: [SignalInput] = []
    return try self.read(inputs, &read)
  }

  /// The same, adding to `read` what there was in each input.
  public func read(_ inputs: [DumpInput], _ read: inout [SignalInput]) throws(SpanDecodingError) -> [MetricPoint] {
    var reader = SignalReader(MetricValues(), options: options)
    for input in inputs {
      let before = reader.values.points.count
      let counts = try reader.read(input)
      read.append(SignalInput(input: input, counts: counts, found: reader.values.points.count - before))
    }
    return reader.values.points
  }
}

private struct MetricValues: SignalValues {
  var points: [MetricPoint] = []

  mutating func value(_ cursor: inout JSONCursor) throws(JSONError) {
    var time: Int64 = 0
    var service = ""
    var pod = ""
    var values: [(name: String, value: Double)] = []
    let start = cursor.offset
    var isMetric = false
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "resourceMetrics") {
        isMetric = true
        try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in try resource(&cursor) }
      } else if cursor.isOne(name, of: "timeUnixNano", "timestamp", "time") {
        time = try cursor.timeValue() ?? 0
      } else if cursor.isText(name, "service") {
        service = try cursor.textValue() ?? ""
      } else if cursor.isOne(name, of: "pod", "instance") {
        pod = try cursor.textValue() ?? ""
      } else if cursor.isText(name, "metrics") {
        isMetric = true
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          var key: [UInt8] = []
          cursor.unescape(name, into: &key)
          if let value = try cursor.double() { values.append((String(decoding: key, as: UTF8.self), value)) }
        }
      } else {
        try cursor.skipValue()
      }
    }
    if !isMetric { throw JSONError(reason: .shape("there are no metrics in it"), offset: start) }
    for (name, value) in values where value.isFinite {
      points.append(MetricPoint(time: time, service: service, pod: pod, name: name, value: value))
    }
  }

  private mutating func resource(_ cursor: inout JSONCursor) throws(JSONError) {
    var service = ""
    var pod = ""
    let start = cursor.offset
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      guard cursor.isText(name, "resource") else { return try cursor.skipValue() }
      let place = cursor.offset
      service = try cursor.attribute(of: "service.name") ?? ""
      let end = cursor.offset
      cursor.offset = place
      pod = try cursor.attribute(of: "k8s.pod.name") ?? ""
      if pod.isEmpty {
        cursor.offset = place
        pod = try cursor.attribute(of: "service.instance.id") ?? ""
      }
      cursor.offset = end
    }
    let end = cursor.offset
    cursor.offset = start
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      guard cursor.isText(name, "scopeMetrics") else { return try cursor.skipValue() }
      try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          guard cursor.isText(name, "metrics") else { return try cursor.skipValue() }
          try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
            try metric(&cursor, service, pod)
          }
        }
      }
    }
    cursor.offset = end
  }

  private mutating func metric(_ cursor: inout JSONCursor, _ service: String, _ pod: String) throws(JSONError) {
    var metricName = ""
    let first = points.count
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "name") {
        metricName = try cursor.textValue() ?? ""
      } else if cursor.isOne(name, of: "gauge", "sum", "histogram") {
        try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
          guard cursor.isText(name, "dataPoints") else { return try cursor.skipValue() }
          try cursor.forEachElement { (cursor: inout JSONCursor) throws(JSONError) in
            try point(&cursor, service, pod)
          }
        }
      } else {
        try cursor.skipValue()
      }
    }
    for place in first..<points.count { points[place].name = metricName }
  }

  private mutating func point(_ cursor: inout JSONCursor, _ service: String, _ pod: String) throws(JSONError) {
    var time: Int64 = 0
    var value: Double?
    var sum: Double?
    var count: Double?
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isText(name, "timeUnixNano") {
        time = try cursor.timeValue() ?? 0
      } else if cursor.isOne(name, of: "asDouble", "asInt") {
        value = try cursor.double()
      } else if cursor.isText(name, "sum") {
        sum = try cursor.double()
      } else if cursor.isText(name, "count") {
        count = try cursor.double()
      } else {
        try cursor.skipValue()
      }
    }
    if value == nil, let sum, let count, count > 0 { value = sum / count }
    if let value, value.isFinite {
      points.append(MetricPoint(time: time, service: service, pod: pod, name: "", value: value))
    }
  }
}
