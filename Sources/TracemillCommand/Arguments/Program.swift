import HostSystem

/// The whole program: its commands, and the built-in `help`, `man` and `completions`.
struct Program: Sendable {
  let manual: ProgramManual
  private let commands: [Command]

  init(name: String, version: String, abstract: String, commands: [Command], topics: [HelpTopic] = []) {
    self.commands = commands + [helpCommand, manCommand, completionsCommand]
    manual = ProgramManual(
      name: name, version: version, abstract: abstract, commands: self.commands.map(\.manual), topics: topics)
  }

  /// Runs the command that `arguments` (without the program's name) ask for.
  ///
  /// - Returns: The status to exit with. Everything has been said on the context's stdout and stderr.
  func run(_ arguments: [String], _ context: Context) async -> ExitStatus {
    var context = context
    context.program = manual
    guard let first = arguments.first else { return bare(context) }
    do {
      switch first {
      case "-h", "--help": return try context.print(help(context).program(manual))
      case "-V", "--version": return try context.print("\(manual.name) \(manual.version)\n")
      default: break
      }
    } catch {
      return report(error, context)
    }
    if let command = commands.first(where: { $0.manual.name == first }) {
      return await command.run(Array(arguments.dropFirst()), context)
    }
    return report(unknown(first), context)
  }

  private func help(_ context: Context) -> HelpText {
    HelpText(program: manual, width: context.terminal.helpWidth, isLong: true)
  }

  private func bare(_ context: Context) -> ExitStatus {
    do {
      if context.terminal.outputIsTerminal { return try context.print(help(context).program(manual)) }
    } catch {
      return report(error, context)
    }
    context.talk.error(
      "\(manual.name): the command is missing; usage: \(manual.name) COMMAND [OPTIONS] DUMP..., see \(manual.name) help"
    )
    return .couldNotRun
  }

  private func unknown(_ name: String) -> UsageError {
    if name.hasPrefix("-") {
      return UsageError(
        "flags follow the command", remedy: "write \(manual.name) COMMAND \(name)", place: name)
    }
    return UsageError.unknownCommand(name, manual)
  }
}

extension UsageError {
  /// No command is called `name`; the nearest one is named.
  static func unknownCommand(_ name: String, _ program: ProgramManual) -> UsageError {
    let near = nearestName(to: name, among: program.commands.map(\.name))
    return UsageError(
      "there is no such command", remedy: near.map { "did you mean \($0)?" } ?? "see \"\(program.name) help\"",
      place: name)
  }
}
