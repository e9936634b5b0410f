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

  private static let maxWaiting = 512
  private var waiting: [Waiting] = []

  init() { waiting.reserveCapacity(EdgeDurations.maxWaiting) }

  /// Adds a duration (ns) to an edge of `traffic`, now or later.
  @inline(__always)
  mutating func add(_ nanoseconds: Int64, _ side: Side, to edge: Int, of traffic: inout [DependencyTraffic]) {
    waiting.append(Waiting(nanoseconds: nanoseconds, edge: Int32(truncatingIfNeeded: edge), side: side))
    if waiting.count == EdgeDurations.maxWaiting { flush(&traffic) }
  }

  /// Adds all that waits to the edges of `traffic`.
  mutating func flush(_ traffic: inout [DependencyTraffic]) {
    for one in waiting {
      switch one.side {
      case .client: traffic[Int(one.edge)].client.add(one.nanoseconds)
      case .server: traffic[Int(one.edge)].server.add(one.nanoseconds)
      case .gap: traffic[Int(one.edge)].gap.add(one.nanoseconds)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
