public import TraceModel

extension Histogram {
  /// Fewest values for a p99.
  public static let fewestForP99 = 100
}
