public import TraceModel

/// One request of a sample.
public struct RequestExemplar: Hashable, Comparable, Sendable {
  public var traceID: TraceID
  /// The root span.
  public var spanID: SpanID
  /// In ns.
  public var duration: Int64
  public var isFailed: Bool
  /// Spans of its trace.
  public var spans: Int
  /// Equal for traces that ran the same operations equally often.
  var shape: UInt64 = 0

  /// By duration, then trace id, then span id.
  public static func < (left: Self, right: Self) -> Bool {
    (left.duration, left.traceID, left.spanID) < (right.duration, right.traceID, right.spanID)
  }
}

/// Requests to look at, by entry point.
public struct ExemplarResult: Sendable {
  public struct Entry: Sendable {
    public var service: String
    public var operation: String
    public var slowest: RequestExemplar
    /// A sample, the shortest first.
    public var requests: [RequestExemplar]
  }

  /// What a request is an example of.
  public enum Role: String, Sendable, CaseIterable {
    case slowest
    case typicalBad = "typical bad"
    case matchedGood = "matched good"
  }

  public struct Pick: Sendable {
    public var role: Role
    public var request: RequestExemplar
  }

  /// By service, operation.
  public var entries: [Entry] = []

  /// Three requests of an entry point to open beside each other.
  ///
  /// Bad is what failed or took longer than `limit`. The typical bad one has the middle place among the bad; the matched good one is, of the good
  /// requests that ran the same operations (of all good ones where none did), the middle one.
  ///
  /// - Parameters:
  ///   - service: The entry point's service.
  ///   - operation: Its operation.
  ///   - limit: What still is good, in ns.
  /// - Returns: What could be found, in the order of ``Role``; empty for an unknown entry point, or one without bad requests.
  public func picks(service: String, operation: String, limit: Int64) -> [Pick] {
    guard let entry = entries.first(where: { $0.service == service && $0.operation == operation }) else { return [] }
    let bad = entry.requests.filter { $0.isFailed || $0.duration > limit }
    let good = entry.requests.filter { !$0.isFailed && $0.duration <= limit }
    if bad.isEmpty { return [] }
    let typical = bad[(bad.count - 1) / 2]
    var picks = [Pick(role: .slowest, request: entry.slowest)]
    if typical.traceID != entry.slowest.traceID { picks.append(Pick(role: .typicalBad, request: typical)) }
    let alike = good.filter { $0.shape == typical.shape }
    let choice = alike.isEmpty ? good : alike
    if !choice.isEmpty { picks.append(Pick(role: .matchedGood, request: choice[(choice.count - 1) / 2])) }
    return picks
  }
}
