import TraceModel

extension CriticalPathContexts {
  /// The tree and the bands of each entry point, by its number.
  func finished(
    _ names: inout CriticalPathNames
  ) -> [(tree: CriticalPathTree, bands: [CriticalPathBandSummary])] {
    let entryCount = 1 + (nodes.map { Int($0.entry) } + blockKeys.map { Int($0.entry) }).reduce(-1, max)
    var blocksByEntry = [[(bucket: Int, number: Int)]](repeating: [], count: entryCount)
    for (number, key) in blockKeys.enumerated() { blocksByEntry[Int(key.entry)].append((Int(key.bucket), number)) }
    var banded: [[(band: CriticalPathBand, bucket: Int, number: Int)]] = []
    for blocks in blocksByEntry { banded.append(bands(of: blocks.sorted { $0.bucket < $1.bucket })) }
    let totals = bandTotals(banded)
    let order = preorder(totals, entryCount: entryCount)
    return (0..<entryCount).map { entry in
      (tree: tree(order[entry], totals, &names), bands: summaries(of: banded[entry]))
    }
  }

  /// Gives each bucket of one entry point, in rising order, its band: that of its middle rank.
  private func bands(of buckets: [(bucket: Int, number: Int)]) -> [(
    band: CriticalPathBand, bucket: Int, number: Int
  )] {
    let total = buckets.reduce(0) { $0 + blocks[$1.number].responses }
    var before = 0
    return buckets.map { bucket, number in
      let middle = 2 * before + blocks[number].responses
      before += blocks[number].responses
      let limits: [(percent: Int, band: CriticalPathBand)] = [(50, .fastHalf), (95, .slowHalf), (99, .slow)]
      let band = limits.first { middle * 100 <= 2 * total * $0.percent }?.band ?? .slowest
      return (band, bucket, number)
    }
  }

  private func summaries(
    of buckets: [(band: CriticalPathBand, bucket: Int, number: Int)]
  ) -> [CriticalPathBandSummary] {
    var summaries: [CriticalPathBandSummary] = []
    for (band, bucket, number) in buckets {
      if summaries.last?.band != band {
        summaries.append(
          CriticalPathBandSummary(
            band: band, traces: 0, lowest: DurationBuckets.lowest(of: bucket), limit: 0, total: 0))
      }
      let last = summaries.count - 1
      summaries[last].traces += blocks[number].responses
      summaries[last].limit = DurationBuckets.lowest(of: bucket + 1)
      summaries[last].total &+= blocks[number].cells.exclusive
    }
    return summaries
  }

  /// By node: its totals in each band.
  private func bandTotals(
    _ banded: [[(band: CriticalPathBand, bucket: Int, number: Int)]]
  ) -> [[CriticalPathBandTotals]] {
    nodes.map { node in
      var totals = [CriticalPathBandTotals](repeating: .init(), count: CriticalPathBand.allCases.count)
      for (band, _, number) in banded[Int(node.entry)] {
        totals[Int(band.rawValue)] += blocks[number].cells.totals(Int(node.ordinal))
      }
      return totals
    }
  }

  /// The node numbers of each entry point: callers before callees, siblings by inclusive time descending, then key.
  private func preorder(_ totals: [[CriticalPathBandTotals]], entryCount: Int) -> [[Int]] {
    var callees = [[Int]](repeating: [], count: nodes.count)
    var roots = [[Int]](repeating: [], count: entryCount)
    let inclusive = totals.map { $0.reduce(Int64(0)) { $0 &+ $1.inclusive } }
    for (number, node) in nodes.enumerated() {
      if node.parent < 0 {
        roots[Int(node.entry)].append(number)
      } else {
        callees[Int(node.parent)].append(number)
      }
    }
    let keys = keys
    // Last first, as they are taken from the end.
    let isAfter: (Int, Int) -> Bool = { left, right in
      if inclusive[left] != inclusive[right] { return inclusive[left] < inclusive[right] }
      return keys[left].operation > keys[right].operation
    }
    return roots.map { roots in
      var order: [Int] = []
      var open = roots.sorted(by: isAfter)
      while let number = open.popLast() {
        order.append(number)
        open += callees[number].sorted(by: isAfter)
      }
      return order
    }
  }

  private func tree(
    _ order: [Int], _ totals: [[CriticalPathBandTotals]], _ names: inout CriticalPathNames
  ) -> CriticalPathTree {
    let (nodes, keys) = (nodes, keys)
    var tree = CriticalPathTree()
    var open: [(number: Int, index: Int)] = []
    for number in order {
      let node = nodes[number]
      while let caller = open.last, caller.number != Int(node.parent) { open.removeLast() }
      let operation = keys[number].operation
      let sum = totals[number].reduce(into: CriticalPathBandTotals()) { $0 += $1 }
      tree.nodes.append(
        CriticalPathTree.Node(
          service: names[operation.name.service], operation: names[operation.name.operation],
          spanKind: operation.kind, parent: open.last?.index, depth: Int(node.depth), traces: sum.traces,
          inclusiveNanoseconds: sum.inclusive, exclusiveNanoseconds: sum.exclusive,
          exclusive: node.isCut ? nil : node.exclusive, exemplars: node.exemplars.kept, bands: totals[number],
          isCut: node.isCut))
      open.append((number, tree.nodes.count - 1))
    }
    return tree
  }
}
