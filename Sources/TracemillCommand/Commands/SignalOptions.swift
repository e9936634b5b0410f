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

  /// The files by kind; kinds without files are left out.
  var inputs: [(kind: SignalKind, inputs: [String])] {
    get throws(SpanDecodingError) {
      var inputs: [(kind: SignalKind, inputs: [String])] = []
      for (kind, paths) in [(SignalKind.logs, logs), (.metrics, metrics), (.deployments, deployments)] {
        if !paths.isEmpty { inputs.append((kind, try DumpInput.expand(paths).map(\.path))) }
      }
      return inputs
    }
  }

  /// Reads the files; no logs are nil. A file that holds nothing of use, or something that could not be read, is named in a warning.
  func read(_ dump: DumpOptions, _ talk: Talk) throws -> (logs: LogIndex?, signals: RootCauseSignals) {
    let decoding = dump.decoding(.only([]))
    var signals = RootCauseSignals()
    var read: [SignalInput] = []
    signals.metrics = try MetricReader(options: decoding).read(DumpInput.expand(metrics), &read)
    SignalKind.metrics.tell(read, talk)
    read = []
    signals.deployments = try DeploymentReader(options: decoding).read(DumpInput.expand(deployments), &read)
    SignalKind.deployments.tell(read, talk)
    return (try SignalOptions.index(logs, decoding, talk), signals)
  }

  /// Reads log lines; nil without files. A file without any, or with others that could not be read, is named in a warning.
  static func index(_ paths: [String], _ decoding: DecodingOptions, _ talk: Talk) throws -> LogIndex? {
    if paths.isEmpty { return nil }
    var read: [SignalInput] = []
    let lines = try LogReader(options: decoding).read(DumpInput.expand(paths), &read)
    SignalKind.logs.tell(read, talk)
    return LogIndex(lines)
  }
}
