import SpanDecoding
import TraceAnalysis
import TraceModel

/// What tells root causes beside spans, as flags.
struct SignalOptions: Sendable {
  var logs: [String] = []
  var metrics: [String] = []
  var deployments: [String] = []

  var isEmpty: Bool { logs.isEmpty && metrics.isEmpty && deployments.isEmpty }

  static let flags: [Flag<SignalOptions>] = [
    .list(
      FlagManual("logs", value: "FILE", .input, "Log lines of both windows; repeatable.", completion: .file), \.logs,
      nonEmptyText),
    .list(
      FlagManual("metrics", value: "FILE", .input, "Metrics of both windows; repeatable.", completion: .file),
      \.metrics, nonEmptyText),
    .list(
      FlagManual("deployments", value: "FILE", .input, "What was rolled out when; repeatable.", completion: .file),
      \.deployments, nonEmptyText),
  ]

  /// Reads the files; no logs are nil.
  func read(_ dump: DumpOptions) throws -> (logs: LogIndex?, signals: RootCauseSignals) {
    let decoding = dump.decoding(.only([]))
    var signals = RootCauseSignals()
    if !metrics.isEmpty { signals.metrics = try MetricReader(options: decoding).read(DumpInput.expand(metrics)) }
    if !deployments.isEmpty {
      signals.deployments = try DeploymentReader(options: decoding).read(DumpInput.expand(deployments))
    }
    let index = logs.isEmpty ? nil : LogIndex(try LogReader(options: decoding).read(DumpInput.expand(logs)))
    return (index, signals)
  }
}
