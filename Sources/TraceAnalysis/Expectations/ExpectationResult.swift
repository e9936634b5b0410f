import TraceModel
import YAMLReading

/// Whether an expectation holds, and what was seen instead.
public struct ExpectationResult: Sendable, Equatable {
  public enum Figure: Sendable, Equatable {
    case count(Int)
    /// In percent.
    case percent(Double)
    /// In ns.
    case duration(Int64)
  }

  public var expectation: Expectation
  public var isMet: Bool
  /// Nil when nothing was seen that could be held against it.
  public var observed: Figure?
  public var expected: Figure

  init(_ expectation: Expectation, _ tally: ExpectationsState.Tally, _ state: ExpectationsState) {
    self.expectation = expectation
    switch expectation {
    case .service(_, let minSpans):
      isMet = tally.count >= Int(clamping: minSpans)
      observed = .count(tally.count)
      expected = .count(Int(clamping: minSpans))
    case .complete(let percent):
      let share = Int128(100 * state.wholeTraces) * Int128(percent.scale)
      isMet = state.traces > 0 && share >= Int128(percent.digits) * Int128(state.traces)
      observed = state.traces == 0 ? nil : .percent(100 * Double(state.wholeTraces) / Double(state.traces))
      expected = .percent(percent.double)
    case .errorRate(_, let percent):
      let share = Int128(100 * tally.errors) * Int128(percent.scale)
      isMet = tally.count > 0 && share <= Int128(percent.digits) * Int128(tally.count)
      observed = tally.count == 0 ? nil : .percent(100 * Double(tally.errors) / Double(tally.count))
      expected = .percent(percent.double)
    case .duration(_, _, let measure, let limit, _):
      let count = tally.durations.count
      // Nearest rank, as the histogram's: so many durations must be within the limit.
      let rank = (count * measure.percent + 99) / 100
      isMet = count > 0 && tally.withinLimit >= rank
      expected = .duration(limit)
      observed = nil
      if count > 0 {
        let value = measure == .max ? tally.durations.maximum : tally.durations.percentile(measure.percent)
        let greatest = expectation.greatestDuration
        observed = .duration(isMet ? min(value, greatest) : max(value, greatest &+ (greatest < .max ? 1 : 0)))
      }
    }
  }

  /// The service, nil for all traces, or `SERVICE:OPERATION p95`.
  public var subject: String? {
    if case .duration(let service, let operation, let measure, _, _) = expectation {
      return "\(service):\(operation?.text ?? "*") \(measure.rawValue)"
    }
    return expectation.service
  }

  /// `service`, `complete`, `error_rate` or `duration`.
  public var kind: String {
    switch expectation {
    case .service: "service"
    case .complete: "complete"
    case .errorRate: "error_rate"
    case .duration: "duration"
    }
  }
}
