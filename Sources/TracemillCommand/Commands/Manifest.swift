import ReportModel
import TraceAnalysis
import TraceModel

/// `manifest.json`: what was read and by which version. The only file of a report that may differ between equal dumps.
struct Manifest {
  var now: AnalysedDump
  var before: AnalysedDump?
  var command: String
  /// Files of logs, metrics and deployments.
  var signals: [(kind: SignalKind, inputs: [String])] = []

  /// Writes the members that ``OutputFolder`` does not: it adds the schema and the list of files.
  func write(to json: inout JSONWriter) {
    json.field("command", command)
    json.field("version", Tracemill.version)
    Manifest.write(now, "dump", to: &json)
    if let before { Manifest.write(before, "baseline", to: &json) }
    if !signals.isEmpty {
      json.object("signals") { json in for (kind, inputs) in signals { json.field(kind.rawValue, inputs) } }
    }
  }

  private static func write(_ dump: AnalysedDump, _ name: String, to json: inout JSONWriter) {
    json.object(name) { json in
      json.field("inputs", dump.inputs)
      json.field("bytes", dump.side.quality.bytesRead)
      json.field("spans", dump.side.quality.spansRead)
    }
  }
}
