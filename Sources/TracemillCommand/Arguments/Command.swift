import HostSystem

/// A command of which only manual and effect are left: what dispatch, help, man page and completions need.
struct Command: Sendable {
  let manual: CommandManual
  /// Takes the arguments after the command's name. Whatever is thrown inside has been said on stderr on return.
  let run: @Sendable ([String], Context) async -> ExitStatus

  /// - Parameters:
  ///   - spec: The declaration.
  ///   - body: The work. `Context.talk` already follows `--quiet`, `--verbose` and `--log-format`. A thrown error ends
  ///     with status 2 and its description on stderr, a broken pipe quietly with 0.
  init<Options: Sendable>(
    _ spec: CommandSpec<Options>, body: @escaping @Sendable (Options, Context) async throws -> ExitStatus
  ) {
    manual = spec.manual
    run = { arguments, context in
      do {
        let parsed = try spec.parse(
          arguments, environment: context.environment, program: context.program, readFile: readConfigFile)
        switch parsed {
        case .help(let request):
          let help = HelpText(program: context.program, width: context.terminal.helpWidth, isLong: request == .long)
          return try context.print(help.command(spec.manual))
        case .run(let parsed, let warnings):
          var context = context
          context.talk = context.talk.following(parsed.common)
          for warning in warnings { context.talk.warning(warning) }
          context.inputs = parsed.files.identitiesOfInputs(standardInput: context.standardInput)
          try parsed.files.check(inputs: context.inputs, standardOutput: context.standardOutput)
          return await outcome(context) { try await body(parsed.options, context) }
        }
      } catch {
        return report(error, context)
      }
    }
  }
}

/// Runs `body`; says what it throws.
private func outcome(_ context: Context, _ body: () async throws -> ExitStatus) async -> ExitStatus {
  do { return try await body() } catch { return report(error, context) }
}

/// Says `error` on stderr and returns the status it ends with; a broken pipe is no error.
func report(_ error: any Error, _ context: Context) -> ExitStatus {
  if let error = error as? OutputError, error.isBrokenPipe { return .done }
  context.talk.error("\(error)")
  return .couldNotRun
}

/// Returns the text of a configuration file of at most 1 MiB; bytes that are no UTF-8 become U+FFFD.
@Sendable func readConfigFile(_ path: String) throws(UsageError) -> String {
  do throws(OutputError) {
    return String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self)
  } catch {
    throw UsageError(error.problem, remedy: error.remedy, place: path)
  }
}
