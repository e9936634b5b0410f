/// The shells that can complete our commands.
enum CompletionShell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// Returns a script for the shell to read.
  func script(for program: ProgramManual) -> String {
    switch self {
    case .bash: bashCompletion(of: program)
    case .zsh: zshCompletion(of: program)
    case .fish: fishCompletion(of: program)
    }
  }
}

/// Returns `text` in single quotes, for bash and zsh.
func shellQuoted(_ text: String) -> String {
  var result = "'"
  for character in text { result += character == "'" ? "'\\''" : String(character) }
  return result + "'"
}

extension ProgramManual {
  /// What may follow `help`: commands, then topics.
  var subjects: [String] { commands.map(\.name) + topics.map(\.name) }
}

extension CommandManual {
  /// The words its first argument may be; empty when it is a file.
  func argumentWords(in program: ProgramManual) -> [String] {
    if name == "help" { return program.subjects }
    return positionals.first?.allowed ?? []
  }
}
