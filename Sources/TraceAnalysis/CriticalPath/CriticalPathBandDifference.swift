/// How the slowest responses of an entry point differ from the fast half, in one call context.
public struct CriticalPathBandDifference: Sendable {
  /// Place in ``CriticalPathTree/nodes``.
  public var node: Int
  public var low: CriticalPathBandTotals
  public var high: CriticalPathBandTotals
  /// Own time (ns) a response of each band, rounded down, responses without it included.
  public var lowMean: Int64
  public var highMean: Int64
}

extension CriticalPathEntry {
  /// The two bands that are compared: the fast half and the slowest there is; nil when there is but one band.
  public var comparedBands: (low: CriticalPathBandSummary, high: CriticalPathBandSummary)? {
    guard let low = bands.first, let high = bands.last, low.band == .fastHalf, high.band != low.band else {
      return nil
    }
    return (low, high)
  }

  /// Where responses of ``comparedBands`` spend different own time: by the size of the difference a response, then in the tree's order. Contexts
  /// without a difference are left out.
  public func bandDifferences() -> [CriticalPathBandDifference] {
    guard let (low, high) = comparedBands, low.traces > 0, high.traces > 0 else { return [] }
    var differences: [CriticalPathBandDifference] = []
    for (place, node) in tree.nodes.enumerated() {
      let (left, right) = (node.bands[Int(low.band.rawValue)], node.bands[Int(high.band.rawValue)])
      let difference = CriticalPathBandDifference(
        node: place, low: left, high: right, lowMean: left.exclusive / Int64(low.traces),
        highMean: right.exclusive / Int64(high.traces))
      if difference.lowMean != difference.highMean { differences.append(difference) }
    }
    return differences.sorted { left, right in
      let sizes = (
        (left.highMean &- left.lowMean).magnitude, (right.highMean &- right.lowMean).magnitude
      )
      return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left.node < right.node
    }
  }
}
