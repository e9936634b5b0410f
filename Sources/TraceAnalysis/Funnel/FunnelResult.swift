public import TraceModel

/// How many journeys come how far, and what is lost on the way.
public struct FunnelResult: Sendable {
  public struct Step: Sendable {
    public var step: FunnelOptions.Step
    /// That came at least so far.
    public var journeys: Int
    /// That came no further; nil for the last step.
    public var lost: Int?
    /// Worth of those that came so far, in millionths; nil when no attribute says.
    public var worth: Int128?
    /// Worth of those that came no further; nil for the last step too.
    public var worthLost: Int128?
    public var exemplarsLost: [TraceID]
  }

  public var journeys: Int
  public var steps: [Step]
  /// What journeys are worth.
  public var value: String?

  init(_ state: FunnelState, _ options: FunnelOptions) {
    journeys = state.journeys
    value = options.value
    var reached = 0
    var worth: Int128 = 0
    var steps: [Step] = []
    for number in options.steps.indices.reversed() {
      let ended = state.steps[number]
      let isLast = number == options.steps.count - 1
      reached += ended.ended
      worth += ended.worth
      steps.append(
        Step(
          step: options.steps[number], journeys: reached, lost: isLast ? nil : ended.ended,
          worth: options.value == nil ? nil : worth, worthLost: options.value == nil || isLast ? nil : ended.worth,
          exemplarsLost: isLast ? [] : ended.exemplars.ids))
    }
    self.steps = steps.reversed()
  }
}
