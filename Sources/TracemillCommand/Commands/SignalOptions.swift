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

  /// Reads the files; no logs are nil. A file that holds nothing of use is named in a warning.
  func read(_ dump: DumpOptions, _ talk: Talk) throws -> (logs: LogIndex?, signals: RootCauseSignals) {
    let decoding = dump.decoding(.only([]))
    var signals = RootCauseSignals()
    for input in try DumpInput.expand(metrics) {
      var counts = SignalCounts()
      let points = try MetricReader(options: decoding).read([input], &counts)
      if points.isEmpty { talk.warning(SignalKind.metrics.emptySentence(input, counts)) }
      signals.metrics += points
    }
    for input in try DumpInput.expand(deployments) {
      var counts = SignalCounts()
      let found = try DeploymentReader(options: decoding).read([input], &counts)
      if found.isEmpty { talk.warning(SignalKind.deployments.emptySentence(input, counts)) }
      signals.deployments += found
    }
    return (try SignalOptions.index(logs, decoding, talk), signals)
  }

  /// Reads log lines; nil without files. A file without any is named in a warning.
  static func index(_ paths: [String], _ decoding: DecodingOptions, _ talk: Talk) throws -> LogIndex? {
    if paths.isEmpty { return nil }
    var empty: [LogReader.EmptyInput] = []
    let lines = try LogReader(options: decoding).read(DumpInput.expand(paths), empty: &empty)
    for file in empty { talk.warning(SignalKind.logs.emptySentence(file.input, file.counts)) }
    return LogIndex(lines)
  }
}
