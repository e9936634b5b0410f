public import TraceModel

/// How the acknowledgements of one consumer stand against the order in which its messages were delivered.
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
  /// Of those, the first few by trace id.
  public var exemplars: [TraceID] = []

  /// Sorts and counts. O(*n* log *n*).
  init(_ acknowledgements: [Acknowledgement]) {
    // Latest delivery first: whatever was acknowledged earlier than some later delivery's acknowledgement is in order.
    let sorted = acknowledgements.sorted { left, right in
      if left.instance != right.instance { return left.instance < right.instance }
      if left.delivered != right.delivered { return left.delivered > right.delivered }
      return (left.traceID, left.spanID) < (right.traceID, right.spanID)
    }
    var earliest = Int64.max
    var instance: Symbol?
    var phantoms: [TraceID] = []
    for one in sorted {
      if one.instance != instance {
        instance = one.instance
        earliest = .max
      }
      let isInverted = earliest < one.acknowledged
      earliest = min(earliest, one.acknowledged)
      settled += 1
      if isInverted { inverted += 1 }
      if one.acknowledged < one.delivered { early += 1 }
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
    guard count > 0 else { return (0, 1_000_000) }
    let n = Double(count)
    let share = Double(failed) / n
    let z = 1.959964
    let centre = share + z * z / (2 * n)
    let spread = z * ((share * (1 - share) + z * z / (4 * n)) / n).squareRoot()
    let scale = 1 + z * z / n
    let low = max(0, (centre - spread) / scale)
    let high = min(1, (centre + spread) / scale)
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
