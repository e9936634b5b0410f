import TraceModel

/// What adds up for one finding.
struct AntiPatternTotals: Mergeable {
  /// How often, and in how many calls or messages.
  var count = 0
  var calls = 0
  /// Time (ns) it cost, one value a response.
  var cost = Histogram()
  /// What those responses took (ns), saturating.
  var pathNanoseconds: Int64 = 0
  /// The responses that lost most.
  var exemplars = CriticalPathExemplars()

  var size: Int { MemoryLayout<Self>.size + cost.size + exemplars.size }

  mutating func merge(_ other: Self) {
    count += other.count
    calls += other.calls
    cost.merge(other.cost)
    add(path: other.pathNanoseconds)
    exemplars.merge(other.exemplars)
  }

  mutating func add(path nanoseconds: Int64) {
    let (sum, overflow) = pathNanoseconds.addingReportingOverflow(nanoseconds)
    pathNanoseconds = overflow ? .max : sum
  }
}

/// In which order two calls by one operation began, and how often they ran at once.
struct AntiPatternOrders: Mergeable {
  /// The one whose operation comes first in the order of ``SpanOperationKey`` began first.
  var forward = 0
  var backward = 0
  var together = 0

  mutating func merge(_ other: Self) {
    forward += other.forward
    backward += other.backward
    together += other.together
  }

  /// How often another order was seen than the one in which they mostly run.
  var others: Int { forward + backward + together - max(forward, backward) }
}

/// What the path at hand loses, by number of the finding: scratch.
struct AntiPatternLosses: Sendable {
  struct Loss: Sendable {
    /// Nanoseconds.
    var cost: Int64 = 0
    var count = 0
    var calls = 0
  }

  private var losses: [Loss] = []
  /// The findings that the path at hand has.
  private(set) var touched: [Int] = []

  @inline(__always)
  mutating func add(_ number: Int, cost: Int64, calls: Int) {
    while losses.count <= number { losses.append(Loss()) }
    if losses[number].count == 0 { touched.append(number) }
    losses[number].cost &+= cost
    losses[number].count &+= 1
    losses[number].calls &+= calls
  }

  subscript(number: Int) -> Loss { losses[number] }

  /// Forgets the path at hand. O(what it has lost).
  mutating func clear() {
    for number in touched { losses[number] = Loss() }
    touched.removeAll(keepingCapacity: true)
  }
}
