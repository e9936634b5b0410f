import TraceModel

/// The requests with the smallest hashes of all that were offered.
struct ExemplarSample: Sendable {
  /// How many are kept.
  static let most = 64

  private var kept: [(hash: UInt64, request: RequestExemplar)] = []
  /// The greatest hash that is still kept, once there are enough.
  private var limit = UInt64.max

  /// The kept requests, in no particular order.
  var requests: [RequestExemplar] { kept.sorted(by: Self.precedes).prefix(Self.most).map(\.request) }

  @inline(__always)
  func keeps(_ hash: UInt64) -> Bool { hash <= limit }

  mutating func add(_ request: RequestExemplar, _ hash: UInt64) {
    kept.append((hash, request))
    if kept.count >= 2 * Self.most { cut() }
  }

  mutating func merge(_ other: ExemplarSample) {
    for (hash, request) in other.kept where keeps(hash) { add(request, hash) }
  }

  private mutating func cut() {
    kept.sort(by: Self.precedes)
    kept.removeLast(kept.count - Self.most)
    limit = kept.last?.hash ?? .max
  }

  private static func precedes(
    _ left: (hash: UInt64, request: RequestExemplar), _ right: (hash: UInt64, request: RequestExemplar)
  ) -> Bool {
    left.hash != right.hash ? left.hash < right.hash : left.request < right.request
  }
}
