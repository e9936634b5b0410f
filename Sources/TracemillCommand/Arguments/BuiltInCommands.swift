import HostSystem

/// What `help`, `man` and `completions` take.
struct BuiltInOptions: Sendable { var argument: String? }

private func argument(_ text: String) -> String? { text }

/// `help [COMMAND]`.
let helpCommand = Command(
  CommandSpec(
    "help", .help, "Explain a command or a topic.", initial: BuiltInOptions(),
    positionals: [.one(PositionalManual("COMMAND", "A command or a topic.", isRequired: false), \.argument, argument)],
    flags: [])
) { options, context in
  let help = HelpText(program: context.program, width: context.terminal.helpWidth, isLong: true)
  guard let name = options.argument else { return try context.print(help.program(context.program)) }
  if let command = context.program.command(name) { return try context.print(help.command(command)) }
  if let topic = context.program.topics.first(where: { $0.name == name }) {
    return try context.print(topic.text.hasSuffix("\n") ? topic.text : topic.text + "\n")
  }
  throw UsageError.unknownCommand(name, context.program)
}

/// `man`.
let manCommand = Command(
  CommandSpec(
    "man", .help, "Print the manual page in roff.", initial: BuiltInOptions(), flags: [],
    examples: [CommandExample("tracemill man | man -l -", "Read the manual page.")])
) { _, context in try context.print(manPage(of: context.program)) }

/// `completions SHELL`.
let completionsCommand = Command(
  CommandSpec(
    "completions", .help, "Print a shell's completion script.", initial: BuiltInOptions(),
    positionals: [
      .one(
        PositionalManual("SHELL", "One of bash, zsh and fish.", allowed: CompletionShell.allCases.map(\.rawValue)),
        \.argument, argument)
    ],
    flags: [],
    examples: [CommandExample("source <(tracemill completions bash)", "Complete in this shell.")])
) { options, context in
  let name = options.argument ?? ""
  guard let shell = CompletionShell(rawValue: name) else {
    throw UsageError.notAmong(CompletionShell.allCases.map(\.rawValue), name).at("SHELL")
  }
  return try context.print(shell.script(for: context.program))
}
