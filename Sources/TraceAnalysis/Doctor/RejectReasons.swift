public import TraceModel

/// Why input was left out: each reason once, with how often, where first, and what stands there.
public struct RejectReasons: Sendable {
  /// In input order of the first of each.
  public private(set) var reasons: [(text: String, count: Int, first: Reject)] = []

  public init(_ rejects: [Reject]) {
    var places: [String: Int] = [:]
    for reject in rejects {
      let text = RejectReasons.text(of: reject)
      if let place = places[text] {
        reasons[place].count += 1
      } else {
        places[text] = reasons.count
        reasons.append((text, 1, reject))
      }
    }
  }

  /// The reason without the place that it may end with.
  private static func text(of reject: Reject) -> String {
    guard let comma = reject.reason.firstRange(of: ", at byte ") else { return reject.reason }
    return String(reject.reason[..<comma.lowerBound])
  }
}
