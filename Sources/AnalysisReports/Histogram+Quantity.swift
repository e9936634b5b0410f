import ReportModel
import TraceAnalysis
import TraceModel

extension Histogram {
  /// A percentile of durations as people read it: nothing without values, and no p99 of fewer than ``fewestForP99``.
  func duration(_ percent: Int) -> Quantity {
    count == 0 || (percent >= 99 && count < Histogram.fewestForP99)
      ? .none : .duration(nanoseconds: percentile(percent))
  }
}
