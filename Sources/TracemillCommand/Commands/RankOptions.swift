import TraceAnalysis

/// What `rank` takes.
struct RankOptions: Sendable {
  var dump = DumpOptions()
  var baselines: [String] = []
  var incidents: [String] = []
  var window: WindowValue?
  var signals = SignalOptions()
  var format = OutputFormat.md
  var top = TopLimit.first(20)
  var without: [RootCauseStep] = []
  var isExplained = false

  static let flags: [Flag<RankOptions>] =
    inputFlags + DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .format([.document, .json], \.format),
      .toggle(
        FlagManual(
          "explain", .output,
          "Say how the scores came about: what was measured, what quiet stretches show, what was taken away."),
        \.isExplained),
      .list(
        FlagManual(
          "without", value: "STEP", .analysis, "Leave out a step of the method, to see what it adds; repeatable.",
          longDoc: "The steps: \(RootCauseStep.allCases.map(\.rawValue).joined(separator: ", "))."),
        \.without, step),
      .value(
        FlagManual("top", value: "N", .output, "Show N candidates, or \"all\".", default: "20"), \.top, TopLimit.parse),
    ]

  @Sendable private static func step(_ text: String) throws(UsageError) -> RootCauseStep {
    guard let step = RootCauseStep(rawValue: text) else {
      throw UsageError(
        "\"\(text)\" is no step of the method",
        remedy: "it is one of \(RootCauseStep.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return step
  }

  private static let inputFlags: [Flag<RankOptions>] =
    [
      .list(
        FlagManual("baseline", value: "DUMP", .input, "A dump without the incident; repeatable.", completion: .file),
        \.baselines, nonEmptyText),
      .list(
        FlagManual("incident", value: "DUMP", .input, "A dump of the incident; repeatable.", completion: .file),
        \.incidents, nonEmptyText),
      .value(
        FlagManual(
          "window", value: "FROM..TO", .selection,
          "The incident within the dump; the rest is the baseline. Without it, the worst stretch is looked for.",
          longDoc: "Times are RFC 3339, @SECONDS since the epoch, or relative to the end of the dump: -30m..-10m."),
        \.window, WindowValue.parse),
    ] + SignalOptions.flags.map { $0.lifted(to: \.signals) }
}
