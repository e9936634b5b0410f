extension Program {
  /// Runs as the process: reads its arguments, talks on its streams. Exit with the code returned.
  func runAsProcess() async -> Int32 {
    await run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).code
  }
}
