public import TraceModel

extension DependencyTraffic {
  /// Durations of the calling span; of the called one where those are not known.
  public var timed: Histogram { client.count > 0 ? client : server }
}
