/// Traces counted by class, good and bad: two numbers a class.
typealias BubbleUpCounts = [UInt32]

extension BubbleUpCounts {
  static let none = BubbleUpCounts(repeating: 0, count: 2 * BubbleUpStrata.most)

  static func slot(stratum: Int, isBad: Bool) -> Int { 2 * stratum + (isBad ? 1 : 0) }

  /// Those of one selection, of a row in which the counts of all selections stand behind one another.
  init(_ row: ArraySlice<UInt32>, selection: Int) {
    self.init(row.dropFirst(selection * BubbleUpCounts.none.count).prefix(BubbleUpCounts.none.count))
  }

  var good: Int { stride(from: 0, to: count, by: 2).reduce(0) { $0 + Int(self[$1]) } }
  var bad: Int { stride(from: 1, to: count, by: 2).reduce(0) { $0 + Int(self[$1]) } }

  mutating func add(_ other: BubbleUpCounts) {
    for slot in indices { self[slot] += other[slot] }
  }

  /// All of them less those.
  func less(_ part: BubbleUpCounts) -> BubbleUpCounts { zip(self, part).map { $0 - $1 } }
}
