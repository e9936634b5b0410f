public import TraceModel

/// How the acknowledgements of one consumer group stand against the order in which its messages were delivered.
public struct AcknowledgementOrder: Sendable {
  /// Messages settled.
  public var settled = 0
  /// Messages whose acknowledgement was overtaken by that of a later delivery to the same instance.
  public var inverted = 0
  /// Acknowledged before processing began.
  public var early = 0
  /// Marked failed, overtaken or not.
  public var failedInverted = 0
  public var failedOrdered = 0
  /// Marked failed although the processing went well.
  public var failedThoughDelivered = 0
  /// Accepted although the processing failed.
  public var acceptedThoughFailed = 0
  /// Messages settled more than once, and not alike.
  public var contradictory = 0
  /// Of those failed though delivered, the first few by trace id.
  public var exemplars: [TraceID] = []

  /// Sorts and counts. O(*n* log *n*).
  init(_ acknowledgements: [Acknowledgement], contradictory: Int = 0) {
    self.contradictory = contradictory
    // Latest delivery first: whatever was acknowledged earlier than some later delivery's acknowledgement is in order.
    let sorted = acknowledgements.sorted { left, right in
      if left.instance != right.instance { return left.instance < right.instance }
      if left.delivered != right.delivered { return left.delivered > right.delivered }
      return (left.traceID, left.spanID) < (right.traceID, right.spanID)
    }
    /// The earliest acknowledgement of a delivery after the ones at hand; those of one batch have no order among them.
    var earliest = Int64.max
    var earliestAtHand = Int64.max
    var last: Acknowledgement?
    var phantoms: [TraceID] = []
    for one in sorted {
      if one.instance != last?.instance {
        earliest = .max
        earliestAtHand = .max
      } else if one.delivered != last?.delivered {
        earliest = min(earliest, earliestAtHand)
      }
      last = one
      let isInverted = earliest < one.acknowledged
      earliestAtHand = min(earliestAtHand, one.acknowledged)
      settled += 1
      if isInverted { inverted += 1 }
      if one.acknowledged < one.delivered { early += 1 }
      if !one.isFailed, !one.isProcessed { acceptedThoughFailed += 1 }
      if one.isFailed {
        if isInverted { failedInverted += 1 } else { failedOrdered += 1 }
        if one.isProcessed {
          failedThoughDelivered += 1
          phantoms.append(one.traceID)
        }
      }
    }
    exemplars = Array(phantoms.sorted().prefix(3))
  }

  public var ordered: Int { settled - inverted }

  /// The 95 % interval (Wilson) of the share of failures, in millionths.
  public static func interval(_ failed: Int, of count: Int) -> (low: Int, high: Int) {
    let (low, high) = wilson(failed, of: count)
    return (Int((low * 1_000_000).rounded()), Int((high * 1_000_000).rounded()))
  }

  private static func wilson(_ failed: Int, of count: Int) -> (low: Double, high: Double) {
    guard count > 0 else { return (0, 1) }
    let n = Double(count)
    let share = Double(failed) / n
    let z = 1.959964
    let centre = share + z * z / (2 * n)
    let spread = z * ((share * (1 - share) + z * z / (4 * n)) / n).squareRoot()
    let scale = 1 + z * z / n
    return (
      failed == 0 ? 0 : max(0, (centre - spread) / scale), failed == count ? 1 : min(1, (centre + spread) / scale)
    )
  }

  /// The 95 % interval of how much more often overtaken acknowledgements fail than those in order, in millionths.
  ///
  /// Nil unless there are both. Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions",
  /// Statistics in Medicine 17 (1998), method 10.
  public var difference: (low: Int, high: Int)? {
    guard inverted > 0, ordered > 0 else { return nil }
    let (one, other) = (Double(failedInverted) / Double(inverted), Double(failedOrdered) / Double(ordered))
    let first = AcknowledgementOrder.wilson(failedInverted, of: inverted)
    let second = AcknowledgementOrder.wilson(failedOrdered, of: ordered)
    func square(_ value: Double) -> Double { value * value }
    let low = one - other - (square(one - first.low) + square(second.high - other)).squareRoot()
    let high = one - other + (square(first.high - one) + square(other - second.low)).squareRoot()
    return (Int((low * 1_000_000).rounded()), Int((high * 1_000_000).rounded()))
  }

  /// Whether deliveries are marked failed because of the order of their acknowledgements: overtaken ones fail clearly more often, and most of
  /// what is marked failed was processed well.
  public var isPhantom: Bool {
    guard failedInverted >= 3, failedThoughDelivered * 2 > failedInverted + failedOrdered else { return false }
    let overtaken = AcknowledgementOrder.interval(failedInverted, of: inverted)
    let others = AcknowledgementOrder.interval(failedOrdered, of: ordered)
    return overtaken.low > others.high
  }
}
