import HostSystem

/// Returns what `TRACEMILL_…` variables say, by flag; an empty variable counts as not set.
///
/// - Returns: The settings, in the order of `flags`, and warnings on variables that no command of `program` knows.
func environmentSettings(
  _ environment: Environment, flags: [FlagManual], program: ProgramManual
) -> (settings: [Setting], warnings: [String]) {
  var settings: [Setting] = []
  for (index, flag) in flags.enumerated() where flag.isConfigurable {
    guard let text = environment[flag.environmentName], !text.isEmpty else { continue }
    settings.append(Setting(flag: index, text: text, place: flag.environmentName, source: .environment))
  }
  let known = program.commands.flatMap { $0.flags.filter(\.isConfigurable).map(\.environmentName) }
  let warnings = environment.names.filter { $0.hasPrefix("TRACEMILL_") && !known.contains($0) }.map { name in
    let near = nearestName(to: name, among: known).map { "did you mean \($0)?" } ?? "it is not used"
    return "\(name): no flag has this name; \(near)"
  }
  return (settings, warnings)
}
