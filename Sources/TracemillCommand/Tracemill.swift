/// The program.
public enum Tracemill {
  /// The version that `--version`, the man page and manifests name.
  public static let version = "0.1.0"

  static let program = Program(
    name: "tracemill", version: version,
    abstract: "Offline analysis of span dumps: critical paths, dependency graphs, figures, reports.",
    commands: [
      reportCommand, rankCommand, criticalPathCommand, dependenciesCommand, diffCommand, queuesCommand, redCommand,
      errorsCommand, bubbleUpCommand, logsCommand, traceCommand, doctorCommand, synthCommand, exportCommand,
    ], topics: [jsonTopic])

  /// Runs the program as the process it is in.
  ///
  /// - Returns: The exit code.
  public static func main() async -> Int32 { await program.runAsProcess() }
}
