import Glibc
import HostSystem

/// The program.
public enum Tracemill {
  /// The version that `--version`, the man page and manifests name.
  public static let version = "0.1.0"

  static let program = Program(
    name: "tracemill", version: version,
    abstract: "Offline analysis of span dumps: critical paths, dependency graphs, figures, reports.",
    commands: [
      reportCommand, rankCommand, criticalPathCommand, dependenciesCommand, diffCommand, queuesCommand, redCommand,
      errorsCommand, bubbleUpCommand, logsCommand, traceCommand, sloCommand,
      samplingCommand, cardinalityCommand, funnelCommand, doctorCommand, synthCommand, exportCommand,
    ], topics: [jsonTopic])

  /// Runs the program as the process it is in, and ends it. Call it first thing, on the main thread.
  ///
  /// The main thread only waits for signals. Were it to await, it would lie in `sigsuspend` with every signal let through, and the first
  /// would end the process with all that is unfinished left behind.
  public static func main() -> Never {
    StandardStreams.reserve()
    let signals = SignalCleanup.install()
    Task { exit(await program.runAsProcess()) }
    signals.wait()
  }
}
