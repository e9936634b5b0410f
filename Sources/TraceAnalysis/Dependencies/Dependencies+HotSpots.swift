import TraceModel

/// What of a graph deserves a second look: hubs, and requests that call in a loop. ``singlePoints`` are among its cuts.
extension DependencyResult {
  /// Calls of one request, from which on a loop is likely (N+1).
  public static let manyCalls = 10

  /// Nodes (indices into ``nodes``) by how many others they touch, the most first.
  public var hubs: [Int] {
    let fans = fans
    return nodes.indices.sorted { left, right in
      let (one, other) = (fans[left].callers + fans[left].callees, fans[right].callers + fans[right].callees)
      return one == other ? left < right : one > other
    }
  }

  /// Edges (indices into ``edges``) of which one request in twenty or more makes ``manyCalls`` or more, the worst first.
  public var loops: [Int] {
    edges.indices.filter { edges[$0].traffic.perRequest.percentile(95) >= DependencyResult.manyCalls }
      .sorted { left, right in
        let (one, other) = (edges[left].traffic.perRequest, edges[right].traffic.perRequest)
        return (one.percentile(95), one.sum, right) > (other.percentile(95), other.sum, left)
      }
  }
}
