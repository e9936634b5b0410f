/// A value given to a flag, not yet parsed.
struct Setting: Equatable, Sendable {
  /// Where settings come from; a later case comes before an earlier one.
  enum Source: Int, Sendable { case configFile, environment, commandLine }

  /// Index of the flag among the command's.
  var flag: Int
  /// The value as written; `nil` for a switch that is on.
  var text: String?
  /// `--jobs`, `TRACEMILL_JOBS`, `night.conf:3: jobs`.
  var place: String
  var source: Source
}

/// Returns the value a switch was given as text: on, off, or an error.
func switchValue(_ text: String) throws(UsageError) -> Bool {
  switch text.lowercased() {
  case "true", "yes", "on", "1": return true
  case "false", "no", "off", "0": return false
  default: throw UsageError("\"\(text)\" is not a value of a switch", remedy: "give it no value, or true or false")
  }
}

/// Applies settings in order of source, lowest first, and in the order given within one.
///
/// A flag that a higher source mentions takes nothing from a lower one: a list is replaced, not extended, and a wrong
/// value that is overridden is not looked at.
func apply<Options>(_ settings: [Setting], of flags: [Flag<Options>], to options: inout Options) throws(UsageError) {
  for setting in heaviest(settings, flagCount: flags.count) {
    let flag = flags[setting.flag]
    do throws(UsageError) {
      if flag.manual.isSwitch {
        if let text = setting.text, try !switchValue(text) { continue }
        try flag.update(&options, "")
      } else {
        try flag.update(&options, setting.text ?? "")
      }
    } catch {
      throw error.at(setting.place)
    }
  }
}

/// The settings of each flag's highest source, lowest source first, and in the order given within one.
private func heaviest(_ settings: [Setting], flagCount: Int) -> [Setting] {
  var highest = [Int](repeating: -1, count: flagCount)
  for setting in settings { highest[setting.flag] = max(highest[setting.flag], setting.source.rawValue) }
  return [Setting.Source.configFile, .environment, .commandLine].flatMap { source in
    settings.filter { $0.source == source && highest[$0.flag] == source.rawValue }
  }
}

/// The settings that count: of a flag that is not repeatable the last.
func effective(_ settings: [Setting], of flags: [FlagManual]) -> [Setting] {
  let settings = heaviest(settings, flagCount: flags.count)
  return settings.enumerated().filter { index, setting in
    flags[setting.flag].isRepeatable || !settings[(index + 1)...].contains { $0.flag == setting.flag }
  }.map(\.element)
}
