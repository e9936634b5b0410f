import TraceModel

/// Durations of calls that wait to be added to the histograms of their edges.
///
/// A large graph's histograms do not fit a core's cache: nearly all of the time to add a duration went to waiting for its bucket. Added one after
/// the other, with nothing between, the misses overlap. The gain is counted with that of plain keys and numbers in decoding.
struct EdgeDurations: Sendable {
  private struct Waiting: Sendable {
    var nanoseconds: Int64
    var edge: Int32
    var side: Side
  }

  enum Side: UInt8 {
    case client, server, gap
  }

  private static let most = 512
  private var waiting: [Waiting] = []

  init() { waiting.reserveCapacity(EdgeDurations.most) }

  /// Adds a duration (ns) to an edge of `traffic`, now or later.
  @inline(__always)
  mutating func add(_ nanoseconds: Int64, _ side: Side, to edge: Int, of traffic: inout [DependencyTraffic]) {
    waiting.append(Waiting(nanoseconds: nanoseconds, edge: Int32(truncatingIfNeeded: edge), side: side))
    if waiting.count == EdgeDurations.most { settle(&traffic) }
  }

  /// Adds all that waits.
  ///
  /// - Parameters:
  ///   - traffic: The edges.
  ///   - place: What the edges are called there; nil when they bear the same numbers.
  mutating func settle(_ traffic: inout [DependencyTraffic], place: [Int]? = nil) {
    for one in waiting {
      let edge = place?[Int(one.edge)] ?? Int(one.edge)
      switch one.side {
      case .client: traffic[edge].client.add(one.nanoseconds)
      case .server: traffic[edge].server.add(one.nanoseconds)
      case .gap: traffic[edge].gap.add(one.nanoseconds)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
