import TraceModel

extension WindowValue {
  /// The stretch of time, for a dump that ends at `end` (ns since the epoch).
  func window(endOfDump end: Int64) -> TimeWindow {
    TimeWindow(
      start: Timestamp(nanoseconds: from?.nanoseconds(endOfDump: end) ?? .min),
      end: Timestamp(nanoseconds: to?.nanoseconds(endOfDump: end) ?? .max))
  }
}
