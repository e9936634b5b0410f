import TraceModel

/// A window of time, the date once when it does not change: `2026-03-15 10:20–10:50Z`. Seconds appear when either end
/// has some.
func windowText(start: Int64, end: Int64) -> String {
  let from = CivilTime(nanoseconds: start)
  let to = CivilTime(nanoseconds: end)
  let precision: CivilTime.Precision = from.isWholeMinute && to.isWholeMinute ? .minute : .second
  if from.dateText == to.dateText {
    return "\(from.dateText) \(from.clockText(precision))–\(to.clockText(precision))Z"
  }
  return "\(from.text(precision)) – \(to.text(precision))"
}
