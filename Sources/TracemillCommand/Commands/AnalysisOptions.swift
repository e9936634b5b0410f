/// What the commands of single analyses take.
struct AnalysisOptions: Sendable {
  var dump = DumpOptions()
  var format = OutputFormat.md
  var top = TopLimit.first(20)

  static let positional = DumpOptions.positional.lifted(to: \AnalysisOptions.dump)

  static let flags: [Flag<AnalysisOptions>] =
    DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .format([.document, .json], \.format),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show the N slowest or largest, or \"all\".",
          longDoc: "How many are not shown is always said. Aggregates never depend on it.", default: "20"), \.top,
        TopLimit.parse),
    ]
}
