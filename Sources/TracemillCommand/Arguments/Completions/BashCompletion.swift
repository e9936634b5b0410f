/// Returns a completion script for bash 4 and later; needs no `bash-completion` package.
func bashCompletion(of program: ProgramManual) -> String {
  let function = "_" + program.name
  var script = """
    # bash completion of \(program.name)
    \(function)() {
      local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
      COMPREPLY=()
      if (( COMP_CWORD == 1 )); then
        COMPREPLY=($(compgen -W \(shellQuoted(program.commands.map(\.name).joined(separator: " "))) -- "$word"))
        return
      fi
      case "$command:$before" in

    """
  for command in program.commands {
    for flag in command.flags where !flag.isSwitch {
      let names = ["--" + flag.name] + (flag.short.map { ["-\($0)"] } ?? [])
      let pattern = names.map { "\(command.name):\($0)" }.joined(separator: "|")
      script += "    \(pattern)) COMPREPLY=(\(bashValues(of: flag))); return ;;\n"
    }
  }
  script += "  esac\n  case \"$command\" in\n"
  for command in program.commands {
    let flags = command.flags.flatMap { ["--" + $0.name] + ($0.short.map { ["-\($0)"] } ?? []) }
    script += """
          \(command.name))
            if [[ $word == -* ]]; then
              COMPREPLY=($(compgen -W \(shellQuoted(flags.joined(separator: " "))) -- "$word"))
            else
              COMPREPLY=(\(bashWords(of: command, in: program)))
            fi ;;

      """
  }
  return script + "  esac\n}\ncomplete -o filenames -F \(function) \(program.name)\n"
}

private func bashValues(of flag: FlagManual) -> String {
  if !flag.allowed.isEmpty {
    return "$(compgen -W \(shellQuoted(flag.allowed.joined(separator: " "))) -- \"$word\")"
  }
  return switch flag.completion {
  case .file, .newFile: "$(compgen -f -- \"$word\")"
  case .folder: "$(compgen -d -- \"$word\")"
  case .nothing: ""
  }
}

private func bashWords(of command: CommandManual, in program: ProgramManual) -> String {
  let words = command.argumentWords(in: program)
  if words.isEmpty { return command.positionals.isEmpty ? "" : "$(compgen -f -- \"$word\")" }
  return "$(compgen -W \(shellQuoted(words.joined(separator: " "))) -- \"$word\")"
}
