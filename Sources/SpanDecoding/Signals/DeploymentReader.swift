public import TraceModel

/// Reads deployments: lines `{"time","service","version","note"}`. Lines without a time or a service are left out, and counted.
public struct DeploymentReader: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// - Returns: The deployments of all inputs in order.
  public func read(_ inputs: [DumpInput]) throws(SpanDecodingError) -> [Deployment] {
    var read: [SignalInput] = []
    return try self.read(inputs, &read)
  }

  /// The same, adding to `read` what there was in each input.
  public func read(_ inputs: [DumpInput], _ read: inout [SignalInput]) throws(SpanDecodingError) -> [Deployment] {
    var reader = SignalReader(DeploymentValues(), options: options)
    for input in inputs {
      let before = reader.values.deployments.count
      let counts = try reader.read(input)
      read.append(SignalInput(input: input, counts: counts, found: reader.values.deployments.count - before))
    }
    return reader.values.deployments
  }
}

private struct DeploymentValues: SignalValues {
  var deployments: [Deployment] = []

  mutating func value(_ cursor: inout JSONCursor) throws(JSONError) {
    let start = cursor.offset
    var deployment = Deployment(time: 0, service: "", version: "", note: "")
    try cursor.forEachMember { (cursor: inout JSONCursor, name: JSONText) throws(JSONError) in
      if cursor.isOne(name, of: "time", "timeUnixNano", "timestamp") {
        deployment.time = try cursor.timeValue() ?? 0
      } else if cursor.isText(name, "service") {
        deployment.service = try cursor.textValue() ?? ""
      } else if cursor.isText(name, "version") {
        deployment.version = try cursor.textValue() ?? ""
      } else if cursor.isText(name, "note") {
        deployment.note = try cursor.textValue() ?? ""
      } else {
        try cursor.skipValue()
      }
    }
    if deployment.time <= 0 || deployment.service.isEmpty {
      throw JSONError(reason: .shape("a deployment needs a time and a service"), offset: start)
    }
    deployments.append(deployment)
  }
}
