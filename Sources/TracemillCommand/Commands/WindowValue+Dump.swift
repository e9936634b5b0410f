import TraceModel

extension WindowValue {
  /// The stretch of time, for a dump that ends at `end` (ns since the epoch).
  func window(endOfDump end: Int64) -> TimeWindow {
    TimeWindow(
      start: Timestamp(nanoseconds: from?.nanoseconds(endOfDump: end) ?? .min),
      end: Timestamp(nanoseconds: to?.nanoseconds(endOfDump: end) ?? .max))
  }

  /// The same with its times of day on the only day of the dump that has them: the day in which both lie within the dump, else the one
  /// whose window has an instant in common with it. A window over midnight ends on the next day.
  ///
  /// A dump without times (`extent` is nil) leaves it as it is. Throws when no day of the dump has them, or several have; `flag` is what
  /// the user gave the window by.
  func resolved(in extent: TimeWindow?, at flag: String = "--window") throws(UsageError) -> WindowValue {
    guard from?.isOfDay == true || to?.isOfDay == true, let extent else { return self }
    let last = TimePoint.midnight(before: extent.end.nanoseconds)
    var day = TimePoint.midnight(before: extent.start.nanoseconds)
    var within: [WindowValue] = []
    var touching: [WindowValue] = []
    // The window of the day before may reach into the dump.
    day = max(day, .min + TimePoint.day) - TimePoint.day
    while day <= last, within.count < 3, touching.count < 1000 {
      let candidate = on(day: day)
      let window = candidate.window(endOfDump: extent.end.nanoseconds)
      let isWithin =
        (from == nil || extent.start <= window.start) && (to == nil || window.end <= extent.end)
        && window.start <= extent.end && extent.start <= window.end
      if isWithin { within.append(candidate) }
      if window.start < window.end, extent.overlaps(window) { touching.append(candidate) }
      day += TimePoint.day
    }
    let found = within.isEmpty ? touching : within
    if found.count == 1 { return found[0] }
    if found.isEmpty { throw EmptySide.outside(self, extent, at: flag) }
    throw UsageError(
      "\(self) lies on several days of the dump: \(found[0]) and \(found[1])", remedy: "write the day before the time",
      place: flag)
  }

  /// The times of day on a day (nanoseconds of its midnight since the epoch), the end behind the start.
  private func on(day: Int64) -> WindowValue {
    var window = self
    if case .ofDay(let offset)? = from { window.from = .absolute(day &+ offset) }
    if case .ofDay(let offset)? = to {
      window.to = .absolute(day &+ offset)
      if case (.absolute(let start)?, .absolute(let end)?) = (window.from, window.to), end <= start {
        window.to = .absolute(end &+ TimePoint.day)
      }
    }
    return window
  }
}

extension TimePoint {
  fileprivate var isOfDay: Bool { if case .ofDay = self { true } else { false } }
}
