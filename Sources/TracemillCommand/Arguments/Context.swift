import HostSystem

/// What a command knows of the process it runs in; tests make their own.
struct Context: Sendable {
  var environment: Environment
  var terminal: Terminal
  /// Descriptors of the three standard streams.
  var standardInput = BorrowedDescriptor.standardInput
  var standardOutput = BorrowedDescriptor.standardOutput
  var talk: Talk
  /// What was rejected of the dumps that are done with.
  var rejects = RejectCollector()
  /// The files that the run reads; set before a command begins.
  var inputs: Set<FileIdentity> = []
  /// Set by `Program.run`.
  var program = ProgramManual(name: "tracemill", version: "", abstract: "", commands: [], topics: [])

  /// The real process.
  static func ofProcess() -> Context {
    let environment = Environment.ofProcess()
    let terminal = Terminal.ofProcess(environment)
    let talk = Talk(descriptor: .standardError, isTerminal: terminal.errorIsTerminal, isColoured: terminal.wantsColour)
    return Context(environment: environment, terminal: terminal, talk: talk)
  }

  /// Writes `text` as the whole result on stdout.
  func print(_ text: String) throws(OutputError) -> ExitStatus {
    var output = StandardOutput(standardOutput)
    try output.write(text)
    try output.finish()
    return .done
  }
}
