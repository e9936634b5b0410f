/// The groups under which the program's help lists its commands, in this order.
enum CommandGroup: String, CaseIterable, Sendable {
  case reports = "Reports"
  case analyses = "Analyses"
  case policy = "Policy and cost"
  case data = "Dumps: check, make, export"
  case help = "Help"
}

/// A command line to imitate, with what it is for.
struct CommandExample: Sendable, Hashable {
  /// Without a prompt: `tracemill red dump.jsonl.gz`.
  var line: String
  var doc: String

  init(_ line: String, _ doc: String) {
    self.line = line
    self.doc = doc
  }
}

/// What there is to know about a command besides what it does.
struct CommandManual: Sendable, Hashable {
  var name: String
  var group: CommandGroup
  /// One sentence, with its full stop.
  var abstract: String
  /// Paragraphs, separated by empty lines; may be empty.
  var discussion: String
  var positionals: [PositionalManual]
  var flags: [FlagManual]
  var examples: [CommandExample]

  /// `[OPTIONS] DUMP...`, what follows the command's name.
  var synopsis: String { (["[OPTIONS]"] + positionals.map(\.synopsis)).joined(separator: " ") }

  /// The flags by category, each category in the order its flags are declared; empty categories are left out.
  var flagsByCategory: [(category: FlagCategory, flags: [FlagManual])] {
    FlagCategory.allCases.compactMap { category in
      let members = flags.filter { $0.category == category }
      return members.isEmpty ? nil : (category, members)
    }
  }
}

/// Text that `help TOPIC` prints: something about the whole program rather than a command.
struct HelpTopic: Sendable, Hashable {
  var name: String
  var abstract: String
  /// Printed as it stands.
  var text: String
}

/// Everything help, man page and completions are made of.
struct ProgramManual: Sendable, Hashable {
  var name: String
  var version: String
  var abstract: String
  var commands: [CommandManual]
  var topics: [HelpTopic]

  /// The command called `name`, if there is one.
  func command(_ name: String) -> CommandManual? { commands.first { $0.name == name } }

  /// Names of the commands that have a flag called `name` (long name or alias), in listing order.
  func commands(withFlag name: String) -> [String] {
    commands.filter { $0.flags.contains { $0.name == name || $0.aliases.contains(name) } }.map(\.name)
  }

  /// The commands by group, in listing order; empty groups are left out.
  var commandsByGroup: [(group: CommandGroup, commands: [CommandManual])] {
    CommandGroup.allCases.compactMap { group in
      let members = commands.filter { $0.group == group }
      return members.isEmpty ? nil : (group, members)
    }
  }
}
