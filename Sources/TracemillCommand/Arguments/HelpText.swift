/// Help as text of ASCII and whatever the manuals hold, no colours.
struct HelpText {
  let program: ProgramManual
  /// Columns.
  let width: Int
  /// Whether the long docs of flags, the discussion and the examples are printed.
  let isLong: Bool

  /// Help on the program: its commands by group.
  func program(_ manual: ProgramManual) -> String {
    var text = wrapped("\(manual.name): \(manual.abstract)", width: width) + "\n\n"
    text += "Usage: \(manual.name) COMMAND [OPTIONS] DUMP...\n"
    let column = (manual.commands.map(\.name.count) + manual.topics.map(\.name.count)).max() ?? 0
    for (group, commands) in manual.commandsByGroup {
      text += "\n\(group.rawValue):\n"
      for command in commands { text += row(command.name, command.abstract, column: column) }
    }
    if !manual.topics.isEmpty {
      text += "\nTopics of help:\n"
      for topic in manual.topics { text += row(topic.name, topic.abstract, column: column) }
    }
    return text + "\nSee \"\(manual.name) help COMMAND\" for the flags of a command.\n"
  }

  /// Help on one command: its flags by category.
  func command(_ manual: CommandManual) -> String {
    var text = wrapped("\(program.name) \(manual.name): \(manual.abstract)", width: width) + "\n\n"
    text += "Usage: \(program.name) \(manual.name) \(manual.synopsis)\n"
    if isLong, !manual.discussion.isEmpty { text += "\n" + wrapped(manual.discussion, width: width) + "\n" }
    if !manual.positionals.isEmpty {
      text += "\nArguments:\n"
      let column = manual.positionals.map(\.synopsis.count).max() ?? 0
      for positional in manual.positionals { text += row(positional.synopsis, positional.doc, column: column) }
    }
    for (category, flags) in manual.flagsByCategory {
      text += "\n\(category.rawValue):\n"
      for flag in flags { text += entry(flag) }
    }
    if isLong, !manual.examples.isEmpty {
      text += "\nExamples:\n"
      for example in manual.examples {
        text += "  \(example.line)\n" + wrapped(example.doc, width: width, indent: 6) + "\n"
      }
    }
    return text
  }

  private func row(_ name: String, _ doc: String, column: Int) -> String {
    let indent = column + 4
    let body = wrapped(doc, width: width, indent: indent).dropFirst(indent)
    return "  " + name + String(repeating: " ", count: column - name.count + 2) + body + "\n"
  }

  private func entry(_ flag: FlagManual) -> String {
    let paragraph = ([flag.doc] + flag.remarks).joined(separator: " ")
    var text = "  " + flag.synopsis + "\n" + wrapped(paragraph, width: width, indent: 10) + "\n"
    if isLong, !flag.longDoc.isEmpty { text += wrapped(flag.longDoc, width: width, indent: 10) + "\n" }
    return text
  }
}
