/// How the single analyses print.
enum AnalysisFormat: String, CaseIterable, Sendable {
  case md
  case json
}

/// What the commands of single analyses take.
struct AnalysisOptions: Sendable {
  var dump = DumpOptions()
  var format = AnalysisFormat.md
  var top = TopLimit.first(20)

  static let positional = DumpOptions.positional.lifted(to: \AnalysisOptions.dump)

  static let flags: [Flag<AnalysisOptions>] =
    DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .choice(
        FlagManual("format", short: "f", value: "FORMAT", .output, "How to print the result.", default: "md"),
        \.format),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show the N slowest or largest, or \"all\".",
          longDoc: "How many are not shown is always said. Aggregates never depend on it.", default: "20"), \.top,
        TopLimit.parse),
    ]
}
