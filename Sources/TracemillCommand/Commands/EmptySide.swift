import ReportModel
import SpanDecoding
import TraceAssembly
import TraceModel

/// Why two sides cannot be compared: one of them holds nothing.
enum EmptySide {
  /// The window has no instant in common with the dump.
  static func outside(_ window: WindowValue, _ dump: TimeWindow, at flag: String = "--window") -> UsageError {
    UsageError(
      "\(window) lies outside the dump, which holds \(text(dump))",
      remedy: "give times within it, or relative to its end, like \(half(of: dump))..", place: flag)
  }

  /// Holds a window of a dump and the rest of it to something being in both.
  ///
  /// - Parameters:
  ///   - window: As the user gave it.
  ///   - dump: The dump that it is part of.
  ///   - inside: How many traces begin within the window.
  ///   - outside: How many begin before or behind it; nil when the rest is not what it is compared with.
  /// - Throws: What is empty, what the dump holds, and what to do.
  static func check(_ window: WindowValue, of dump: LoadedDump, inside: Int, outside: Int?) throws(UsageError) {
    guard let extent = dump.assembler.extent else { return try check(nil, dump, 0) }
    if !extent.overlaps(window.window(endOfDump: dump.assembler.end)) { throw self.outside(window, extent) }
    if inside == 0 {
      throw UsageError(
        "no trace of the dump begins in \(window); the dump holds \(text(extent))", remedy: "widen the window",
        place: "--window")
    }
    if outside == 0 {
      throw UsageError(
        "\(window) holds the whole dump (\(text(extent))): nothing is left to compare with",
        remedy: "narrow it, like \(half(of: extent)).., or give a dump of the time before as the baseline",
        place: "--window")
    }
  }

  /// Holds a dump that is compared to having traces; `flag` is what the user gave it by, nil for DUMP.
  static func check(_ flag: String?, _ dump: LoadedDump, _ traces: Int) throws(UsageError) {
    if traces > 0 { return }
    let isCut = dump.options.since != nil || dump.options.until != nil
    throw UsageError(
      isCut && dump.assembler.extent != nil
        ? "nothing of it begins within --since and --until" : "it holds no spans, so there is nothing to compare",
      remedy: "is it the right dump? \"tracemill doctor\" tells what it holds",
      place: "\(flag.map { $0 + " " } ?? "")\(dump.inputs.map(\.path).joined(separator: ", "))")
  }

  private static func text(_ window: TimeWindow) -> String {
    let length = window.end.nanoseconds(since: window.start)
    return
      "\(Quantity.window(start: window.start.nanoseconds, end: window.end.nanoseconds)), \(Quantity.duration(nanoseconds: length))"
  }

  /// The later half of a dump, in whole seconds where it has some.
  private static func half(of window: TimeWindow) -> String {
    let half = window.end.nanoseconds(since: window.start) / 2
    let unit: Int64 = half >= 1_000_000_000 ? 1_000_000_000 : 1_000_000
    return TimePoint.relativeToEnd(-max(unit, half / unit * unit)).description
  }
}
