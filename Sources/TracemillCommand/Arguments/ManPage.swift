/// Returns the manual page of the whole program in roff (man macros), in ASCII.
///
/// Every flag is described once, under its category, with the commands that take it.
func manPage(of program: ProgramManual) -> String {
  var page = Roff()
  page.macro("TH", [program.name.uppercased(), "1", "", "\(program.name) \(program.version)", "User Commands"])
  page.section("NAME")
  page.line("\(roff(program.name)) \\- \(roff(program.abstract))")
  page.section("SYNOPSIS")
  page.line("\\fB\(roff(program.name))\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\fIDUMP\\fR...")
  page.section("COMMANDS")
  for (group, commands) in program.commandsByGroup {
    page.macro("SS", [group.rawValue])
    for command in commands { page.command(command, of: program) }
  }
  page.section("OPTIONS")
  for category in FlagCategory.allCases { page.flags(of: category, in: program) }
  page.section("ENVIRONMENT")
  page.paragraph(
    """
    A flag can be set by a variable: TRACEMILL_JOBS for --jobs. The command line comes before the environment, and \
    the environment before the configuration file. NO_COLOR and TERM=dumb switch colours off.
    """)
  page.section("EXIT STATUS")
  for (code, meaning) in exitStatuses { page.tagged("\\fB\(code)\\fR", meaning) }
  for topic in program.topics {
    page.section(topic.name.uppercased())
    page.paragraph(topic.abstract)
    page.verbatim(topic.text)
  }
  return page.text
}

private let exitStatuses = [
  ("0", "Done."),
  ("1", "A gate tripped."),
  ("2", "Wrong usage or configuration, or the work could not be done."),
  ("3", "Done, but more of the input was rejected than --max-rejected allows, or a dump held no spans."),
  ("128+n", "Ended by signal n."),
]

/// Lines of a manual page.
private struct Roff {
  var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func macro(_ name: String, _ arguments: [String]) {
    line("." + ([name] + arguments.map { "\"\(roff($0))\"" }).joined(separator: " "))
  }

  mutating func section(_ title: String) { macro("SH", [title]) }

  /// Plain text; empty lines separate paragraphs, lines that start with a blank stand as they are.
  mutating func paragraph(_ body: String) {
    var isOpen = false
    for source in body.split(separator: "\n", omittingEmptySubsequences: false) {
      if source.isEmpty {
        if isOpen { line(".sp") }
        isOpen = false
      } else {
        if source.hasPrefix(" ") { line(".br") }
        line(roff(String(source)))
        isOpen = true
      }
    }
  }

  mutating func verbatim(_ body: String) {
    line(".PP\n.nf")
    for source in body.split(separator: "\n", omittingEmptySubsequences: false) { line(roff(String(source))) }
    line(".fi")
  }

  /// A tag that is already roff, and its text.
  mutating func tagged(_ tag: String, _ body: String) {
    line(".TP\n\(tag)")
    paragraph(body)
  }

  mutating func command(_ command: CommandManual, of program: ProgramManual) {
    tagged("\\fB\(roff(command.name))\\fR \(roff(command.synopsis))", command.abstract)
    if !command.discussion.isEmpty {
      line(".sp")
      paragraph(command.discussion)
    }
    let own = command.flags.filter { flag in !CommonOptions.flags.contains { $0.manual == flag } }
    if !own.isEmpty {
      line(".sp")
      paragraph("Options: " + own.map { "--" + $0.name }.joined(separator: ", ") + ".")
    }
    for example in command.examples {
      line(".sp")
      paragraph(example.doc)
      line(".br\n\\fB\(roff(example.line))\\fR")
    }
  }

  mutating func flags(of category: FlagCategory, in program: ProgramManual) {
    var flags: [FlagManual] = []
    var known: Set<FlagManual> = []
    for flag in program.commands.flatMap(\.flags) where flag.category == category {
      if known.insert(flag).inserted { flags.append(flag) }
    }
    if flags.isEmpty { return }
    macro("SS", [category.rawValue])
    for flag in flags {
      let names = (flag.short.map { ["-\($0)"] } ?? []) + ["--" + flag.name]
      let tag = names.map { "\\fB\(roff($0))\\fR" }.joined(separator: ", ")
      tagged(
        tag + (flag.value.map { " \\fI\(roff($0))\\fR" } ?? ""), ([flag.doc] + flag.remarks).joined(separator: " "))
      if !flag.longDoc.isEmpty { paragraph(flag.longDoc) }
      let users = program.commands.filter { $0.flags.contains(flag) }.map(\.name)
      if users.count < program.commands.count { paragraph("Commands: " + users.joined(separator: ", ") + ".") }
    }
  }
}

/// Returns `text` so that roff prints it letter for letter, also at the start of a line.
func roff(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\(rs"
    case "-": result += "\\-"
    case "\"": result += "\\(dq"
    case "'": result += "\\(aq"
    case "`": result += "\\(ga"
    case "^": result += "\\(ha"
    case "~": result += "\\(ti"
    case "\t": result += "    "
    case " "..."~": result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0xA0: continue
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }
  }
  return result.hasPrefix(".") ? "\\&" + result : result
}
