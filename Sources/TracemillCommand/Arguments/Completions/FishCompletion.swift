/// Returns a completion script for fish.
func fishCompletion(of program: ProgramManual) -> String {
  let start = "complete -c \(program.name)"
  var script = "# fish completion of \(program.name)\n"
  for command in program.commands {
    script +=
      "\(start) -f -n __fish_use_subcommand -a \(fishQuoted(command.name)) -d \(fishQuoted(command.abstract))\n"
  }
  for command in program.commands {
    let condition = "-n \(fishQuoted("__fish_seen_subcommand_from \(command.name)"))"
    let words = command.argumentWords(in: program)
    if !words.isEmpty || command.positionals.isEmpty {
      script += "\(start) -f \(condition)\(words.isEmpty ? "" : " -a " + fishQuoted(words.joined(separator: " ")))\n"
    }
    for flag in command.flags {
      script += "\(start) \(condition)" + (flag.short.map { " -s \($0)" } ?? "") + " -l \(flag.name)"
      script += fishValue(of: flag) + " -d \(fishQuoted(flag.doc))\n"
    }
  }
  return script
}

private func fishValue(of flag: FlagManual) -> String {
  if flag.isSwitch { return "" }
  if !flag.allowed.isEmpty { return " -x -a " + fishQuoted(flag.allowed.joined(separator: " ")) }
  return switch flag.completion {
  case .file, .newFile: " -r -F"
  case .folder: " -x -a '(__fish_complete_directories)'"
  case .nothing: " -x"
  }
}

private func fishQuoted(_ text: String) -> String {
  var result = "'"
  for character in text {
    if character == "'" || character == "\\" { result += "\\" }
    result.append(character)
  }
  return result + "'"
}
