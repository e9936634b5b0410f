import HostSystem

extension CommandSpec {
  /// What a command's arguments came to.
  enum Parsed: Sendable {
    case run(ParsedOptions<Options>, warnings: [String])
    case help(ArgumentScanner.HelpRequest)
  }

  /// Puts together the options that command line, environment and configuration file give, in this order of weight.
  ///
  /// - Parameters:
  ///   - arguments: Without program and command name.
  ///   - environment: Where `TRACEMILL_…` is looked up.
  ///   - program: Every command, so that a configuration file can be shared between them.
  ///   - readFile: Returns a configuration file's text.
  /// - Returns: The options, or that help was asked for.
  /// - Throws: The first thing wrong, with its place.
  func parse(
    _ arguments: [String], environment: Environment, program: ProgramManual,
    readFile: (String) throws(UsageError) -> String
  ) throws(UsageError) -> Parsed {
    let flags = allFlags
    let manuals = flags.map(\.manual)
    let scanned = try ArgumentScanner(command: name, flags: manuals, program: program).scan(arguments)
    if let help = scanned.help { return .help(help) }

    let (fromEnvironment, warnings) = environmentSettings(environment, flags: manuals, program: program)
    var settings = fromEnvironment + scanned.settings
    if let config = settings.last(where: { manuals[$0.flag].name == "config" }), let path = config.text {
      do throws(UsageError) {
        let file = try ConfigFile(try readFile(path), path: path)
        settings = try file.settings(flags: manuals, program: program, path: path) + settings
      } catch {
        throw error.at(config.place)
      }
    }
    var parsed = ParsedOptions(options: initial, common: CommonOptions())
    try apply(settings, of: flags, to: &parsed)
    let positionals = try assign(scanned.positionals, to: &parsed.options)
    parsed.files = RunFiles(effective(settings, of: manuals), of: manuals, positionals: positionals)
    try check(parsed.options)
    return .run(parsed, warnings: warnings)
  }

  private var allFlags: [Flag<ParsedOptions<Options>>] {
    flags.map { $0.lifted(to: \.options) } + CommonOptions.flags.map { $0.lifted(to: \.common) }
  }

  /// - Returns: Each argument with what it stands for.
  private func assign(
    _ arguments: [String], to options: inout Options
  ) throws(UsageError) -> [(PositionalManual, String)] {
    var rest = arguments[...]
    var assigned: [(PositionalManual, String)] = []
    for positional in positionals {
      let taken = positional.manual.takesSeveral ? rest : rest.prefix(1)
      rest = rest.dropFirst(taken.count)
      if taken.isEmpty, positional.manual.isRequired {
        throw UsageError(
          "\(positional.manual.name) is missing", remedy: "the command is \"\(name) \(manual.synopsis)\"", place: name)
      }
      for argument in taken {
        do throws(UsageError) {
          try positional.update(&options, argument)
          assigned.append((positional.manual, argument))
        } catch {
          throw error.at(positional.manual.name)
        }
      }
    }
    if let extra = rest.first {
      throw UsageError(
        "the argument \"\(extra)\" is one too many", remedy: "the command is \"\(name) \(manual.synopsis)\"",
        place: name)
    }
    return assigned
  }
}
