import AnalysisReports
import ReportModel
import ReportRendering
import TraceAnalysis

/// Which flame graph `critical-path --format folded|svg` draws.
struct FlameOptions: Sendable {
  var entry: ServiceOperation?
  var band: CriticalPathBand?
  var against: CriticalPathBand?
  /// The dump of before.
  var before: [String] = []

  static let flags: [Flag<FlameOptions>] = [
    .value(
      FlagManual(
        "entry", value: "SERVICE[:OPERATION]", .selection, "folded, svg: only this entry point.",
        longDoc: "Without an operation: all entry points of the service."), \.entry, optionalEntry),
    .value(
      FlagManual(
        "band", value: "BAND", .selection, "folded, svg: only this part of each entry point's durations.",
        allowed: CriticalPathBand.allCases.map(\.name)), \.band, band),
    .value(
      FlagManual(
        "against", value: "BAND", .selection, "folded, svg: draw how --band differs from this one.",
        allowed: CriticalPathBand.allCases.map(\.name)), \.against, band),
    .list(
      FlagManual(
        "diff", value: "DUMP", .input, "What changed since this dump; repeatable.",
        longDoc: """
          In Markdown the first table compares, what else is told is of now; JSON has the aggregate of both, that of before as "baseline".
          """, completion: .file), \.before, nonEmptyText),
  ]

  @Sendable private static func optionalEntry(_ text: String) throws(UsageError) -> ServiceOperation? {
    try ServiceOperation.parse(text)
  }

  @Sendable private static func band(_ text: String) throws(UsageError) -> CriticalPathBand? {
    guard let band = CriticalPathBand.allCases.first(where: { $0.name == text }) else {
      throw UsageError.notAmong(CriticalPathBand.allCases.map(\.name), text)
    }
    return band
  }

  /// What stands in the way of doing as asked.
  func check(drawsFlames: Bool) throws(UsageError) {
    if !drawsFlames {
      for (place, isGiven) in [("--entry", entry != nil), ("--band", band != nil), ("--against", against != nil)]
      where isGiven {
        throw UsageError("only flame graphs know it", remedy: "add --format svg or folded", place: place)
      }
    }
    guard against != nil else { return }
    if band == nil {
      throw UsageError("the band to compare is missing", remedy: "name it: --band p99-100", place: "--against")
    }
    if !before.isEmpty {
      throw UsageError("two differences are asked for", remedy: "use --diff or --against", place: "--against")
    }
  }

  /// The graph, with a second time in each frame where a difference is asked for.
  func graph(_ now: CriticalPathResult, before: CriticalPathResult?) -> FlameGraph {
    let entry = entry.map { (service: $0.service, operation: $0.operation) }
    var graph = now.flameGraph(FlameGraphSelection(entry: entry, band: band))
    if let before {
      graph = graph.compared(with: before.flameGraph(FlameGraphSelection(entry: entry, band: band)))
    } else if let against {
      graph = graph.compared(
        with: now.flameGraph(FlameGraphSelection(entry: entry, band: against)),
        as: FlameGraph.Sides(before: against.name, now: band?.name ?? "all"))
    }
    return graph
  }
}
