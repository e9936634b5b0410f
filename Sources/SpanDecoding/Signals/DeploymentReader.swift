public import TraceModel

/// Reads deployments: lines `{"time","service","version","note"}`. Lines without a time or a service are left out.
public struct DeploymentReader: Sendable {
  public let options: DecodingOptions

  public init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// - Returns: The deployments of all inputs in order.
  public func read(_ inputs: [DumpInput]) throws(SpanDecodingError) -> [Deployment] {
    var counts = SignalCounts()
    return try read(inputs, &counts)
  }

  /// The same, adding up what there was in `counts`.
  public func read(_ inputs: [DumpInput], _ counts: inout SignalCounts) throws(SpanDecodingError) -> [Deployment] {
    var deployments: [Deployment] = []
    let reader = SignalReader(options: options)
    for input in inputs {
      counts += try reader.read(input) { (cursor: inout JSONCursor) throws(JSONError) in
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
        if deployment.time > 0, !deployment.service.isEmpty { deployments.append(deployment) }
      }
    }
    return deployments
  }
}
