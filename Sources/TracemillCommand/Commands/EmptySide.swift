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
  ///   - context: Is told when the dump holds nothing at all.
  /// - Returns: Whether the dump holds nothing at all.
  /// - Throws: What is empty, what the dump holds, and what to do.
  static func check(
    _ window: WindowValue, of dump: LoadedDump, inside: Int, outside: Int?, _ context: Context
  ) throws(UsageError) -> Bool {
    guard let extent = dump.assembler.extent else { return try isEmpty(nil, dump, 0, context) }
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
    return false
  }

  /// Whether a dump that is compared holds no spans, which is said; `flag` is what the user gave it by, nil for DUMP. There is nothing to
  /// compare then, and the status is 3.
  ///
  /// - Throws: When it holds some, but none within `--since` and `--until`.
  static func isEmpty(
    _ flag: String?, _ dump: LoadedDump, _ traces: Int, _ context: Context
  ) throws(UsageError) -> Bool {
    if traces > 0 { return false }
    let place = "\(flag.map { $0 + " " } ?? "")\(dump.inputs.map(\.path).joined(separator: ", "))"
    if dump.options.since != nil || dump.options.until != nil, dump.assembler.extent != nil {
      throw UsageError(
        "nothing of it begins within --since and --until",
        remedy: "is it the right dump? \"tracemill doctor\" tells what it holds", place: place)
    }
    context.talk.warning("\(place): it holds no spans, so there is nothing to compare")
    return true
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
