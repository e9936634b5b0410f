public import TraceModel

/// What tells root causes beside spans and log lines; told apart by time.
public struct RootCauseSignals: Sendable {
  public var metrics: [MetricPoint]
  public var deployments: [Deployment]

  public init(metrics: [MetricPoint] = [], deployments: [Deployment] = []) {
    self.metrics = metrics
    self.deployments = deployments
  }
}
