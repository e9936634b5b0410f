/// One value of one metric at one time.
public struct MetricPoint: Sendable, Equatable {
  /// Nanoseconds since the epoch.
  public var time: Int64
  public var service: String
  /// The instance that reported it; empty when unknown.
  public var pod: String
  public var name: String
  public var value: Double

  public init(time: Int64, service: String, pod: String, name: String, value: Double) {
    self.time = time
    self.service = service
    self.pod = pod
    self.name = name
    self.value = value
  }
}

/// A change that somebody rolled out.
public struct Deployment: Sendable, Equatable {
  /// Nanoseconds since the epoch.
  public var time: Int64
  public var service: String
  public var version: String
  public var note: String

  public init(time: Int64, service: String, version: String, note: String) {
    self.time = time
    self.service = service
    self.version = version
    self.note = note
  }
}
