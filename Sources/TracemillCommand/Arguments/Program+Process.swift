extension Program {
  /// Runs as the process: reads its arguments, cleans up after signals, talks on its streams.
  ///
  /// Call first thing in `main`; afterwards exit with the code returned.
  func runAsProcess() async -> Int32 {
    SignalCleanup.install()
    return await run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).code
  }
}
