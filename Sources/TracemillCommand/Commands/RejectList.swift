import HostSystem
import ReportModel
import SpanDecoding
import TraceModel

/// The file of `--rejects`: one JSON object a line.
enum RejectList {
  /// Writes the rejects of several dumps, one dump after the other.
  static func write(_ dumps: [RejectCollector.Dump], to path: String) throws(OutputError) {
    var file = try OutputFile(path)
    for dump in dumps {
      for reject in dump.quality.rejects { try file.write(line(reject, dump.inputs)) }
    }
    try file.commit()
  }

  private static func line(_ reject: Reject, _ inputs: [DumpInput]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("input", inputs[reject.input].path)
      json.field("offset", reject.offset)
      if reject.line > 0 { json.field("line", reject.line) }
      json.field("defect", reject.defect.rawValue)
      json.field("reason", reject.reason)
      if !reject.excerpt.isEmpty { json.field("head", String(decoding: reject.excerpt, as: UTF8.self)) }
    }
    return json.finish()
  }

  /// `FILE: byte N, line L`.
  static func place(_ reject: Reject, _ inputs: [DumpInput]) -> String {
    "\(inputs[reject.input].path): byte \(reject.offset)" + (reject.line > 0 ? ", line \(reject.line)" : "")
  }
}
