/// Splits a command's arguments into flags with their values and positional arguments.
///
/// Accepts `--flag value`, `--flag=value`, `-f value`, `-fvalue`, `-f=value`, switches in one (`-qv`), `--` after
/// which nothing is a flag, and `-` as a positional. A value may start with `-` (`--since -30m`) unless it is, letter
/// for letter, a flag of the command.
struct ArgumentScanner {
  static let helpName = "help"

  /// How much help was asked for.
  enum HelpRequest: Equatable { case short, long }

  struct Result: Equatable {
    var settings: [Setting] = []
    var positionals: [String] = []
    /// Set when help was asked for; scanning ends there.
    var help: HelpRequest?
  }

  let command: String
  let flags: [FlagManual]
  let program: ProgramManual

  /// Returns what `arguments` (without program and command) say.
  ///
  /// - Throws: At the first unknown flag, or a flag without its value.
  func scan(_ arguments: [String]) throws(UsageError) -> Result {
    var result = Result()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        result.positionals += rest
        return result
      }
      if argument.hasPrefix("--") {
        try scanLong(argument, &rest, &result)
      } else if argument.hasPrefix("-"), argument != "-" {
        try scanShort(argument, &rest, &result)
      } else {
        result.positionals.append(argument)
      }
      if result.help != nil { return result }
    }
    return result
  }

  private func scanLong(
    _ argument: String, _ rest: inout ArraySlice<String>, _ result: inout Result
  ) throws(UsageError) {
    let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let place = "--" + name
    guard let flag = index(ofLong: name) else { throw unknownFlag(name) }
    if flags[flag].name == Self.helpName {
      result.help = .long
      return
    }
    var text: String? = parts.count == 2 ? String(parts[1]) : nil
    if text == nil, !flags[flag].isSwitch { text = try takeValue(of: flag, place, &rest) }
    result.settings.append(Setting(flag: flag, text: text, place: place, source: .commandLine))
  }

  private func scanShort(
    _ argument: String, _ rest: inout ArraySlice<String>, _ result: inout Result
  ) throws(UsageError) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      let place = "-\(letter)"
      guard let flag = flags.firstIndex(where: { $0.short == letter }) else {
        throw UsageError(
          "there is no such flag of \(command)",
          remedy: "see \"\(program.name) help \(command)\"; an argument that starts with - goes after --", place: place)
      }
      if flags[flag].name == Self.helpName {
        result.help = .short
        return
      }
      if flags[flag].isSwitch {
        result.settings.append(Setting(flag: flag, text: nil, place: place, source: .commandLine))
        continue
      }
      if letters.first == "=" { letters.removeFirst() }
      let text = letters.isEmpty ? try takeValue(of: flag, place, &rest) : String(letters)
      result.settings.append(Setting(flag: flag, text: text, place: place, source: .commandLine))
      return
    }
  }

  private func takeValue(
    of flag: Int, _ place: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    let value = flags[flag].value ?? ""
    guard let next = rest.first else {
      throw UsageError("its value is missing", remedy: "write \(place) \(value)", place: place)
    }
    if isExactlyAFlag(next) {
      throw UsageError(
        "its value is missing before \(next)", remedy: "write \(place) \(value), or \(place)=\(next) if that is meant",
        place: place)
    }
    rest.removeFirst()
    return next
  }

  private func isExactlyAFlag(_ argument: String) -> Bool {
    if argument == "--" { return true }
    if argument.hasPrefix("--") {
      return index(ofLong: String(argument.dropFirst(2).prefix { $0 != "=" })) != nil
    }
    guard argument.hasPrefix("-"), argument.count == 2 else { return false }
    return flags.contains { $0.short == argument.last }
  }

  private func index(ofLong name: String) -> Int? {
    flags.firstIndex { $0.name == name || $0.aliases.contains(name) }
  }

  private func unknownFlag(_ name: String) -> UsageError {
    var remedy = "see \"\(program.name) help \(command)\""
    let elsewhere = program.commands(withFlag: name)
    if let near = nearestName(to: name, among: flags.map(\.name)) {
      remedy = "did you mean --\(near)?"
    } else if !elsewhere.isEmpty {
      remedy = "it belongs to \(elsewhere.prefix(4).joined(separator: ", "))"
    }
    return UsageError("there is no such flag of \(command)", remedy: remedy, place: "--" + name)
  }
}
