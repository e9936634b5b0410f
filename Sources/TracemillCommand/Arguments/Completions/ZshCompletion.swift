/// Returns a completion script for zsh, to be put as `_NAME` into a folder of `fpath`, or read by `source`.
func zshCompletion(of program: ProgramManual) -> String {
  let function = "_" + program.name
  let commands = program.commands.map { shellQuoted("\(zshEscaped($0.name)):\($0.abstract)") }
  var script = """
    #compdef \(program.name)
    \(function)() {
      local -a commands
      commands=(\(commands.joined(separator: "\n    ")))
      if (( CURRENT == 2 )); then
        _describe command commands
        return
      fi
      local command=${words[2]}
      shift words
      (( CURRENT-- ))
      case "$command" in

    """
  for command in program.commands {
    script += "    \(command.name))\n      _arguments -s \\\n"
    for flag in command.flags {
      for name in (flag.short.map { ["-\($0)"] } ?? []) + ["--" + flag.name] {
        script += "        \(shellQuoted(zshSpec(of: flag, name: name))) \\\n"
      }
    }
    script +=
      "        \(shellQuoted("*:argument:" + zshWords(command.argumentWords(in: program), else: "_files"))) ;;\n"
  }
  return script + """
      esac
    }
    if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
      \(function) "$@"
    else
      compdef \(function) \(program.name)
    fi

    """
}

private func zshSpec(of flag: FlagManual, name: String) -> String {
  let start = (flag.isRepeatable ? "*" : "") + name + "[\(zshEscaped(flag.doc))]"
  guard let value = flag.value else { return start }
  let action =
    switch flag.completion {
    case .file, .newFile: "_files"
    case .folder: "_files -/"
    case .nothing: " "
    }
  return start + ":\(zshEscaped(value)):" + zshWords(flag.allowed, else: action)
}

private func zshWords(_ words: [String], else action: String) -> String {
  words.isEmpty ? action : "(" + words.joined(separator: " ") + ")"
}

private func zshEscaped(_ text: String) -> String {
  var result = ""
  for character in text {
    if "\\[]:".contains(character) { result += "\\" }
    result.append(character)
  }
  return result
}
