/// The steps of a funnel.
public struct FunnelOptions: Sendable {
  public struct Step: Sendable, Equatable {
    public var service: String
    public var operation: String

    public init(service: String, operation: String) {
      self.service = service
      self.operation = operation
    }
  }

  public var steps: [Step]
  /// The attribute that says what a journey is worth; nil for none.
  public var value: String?

  public init(steps: [Step], value: String? = nil) {
    self.steps = steps
    self.value = value
  }
}
