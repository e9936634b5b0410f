/// Union-find over `0..<count`. The root of a set is its smallest member, whatever the order of joining.
struct DisjointSets {
  private var parents: [Int32]

  init(count: Int) {
    parents = (0..<Int32(count)).map { $0 }
  }

  /// The smallest member of the set. Amortised O(log *n*).
  mutating func root(of member: Int) -> Int {
    var member = member
    while Int(parents[member]) != member {
      let grandparent = parents[Int(parents[member])]
      parents[member] = grandparent
      member = Int(grandparent)
    }
    return member
  }

  mutating func join(_ left: Int, _ right: Int) {
    let left = root(of: left)
    let right = root(of: right)
    if left < right { parents[right] = Int32(left) } else { parents[left] = Int32(right) }
  }
}

extension Array {
  /// The first place whose element satisfies a predicate that is false up to some place and true from there on.
  func firstPlace(where isBehind: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Array where Element: Equatable {
  /// Leaves one of each run of equal elements.
  mutating func removeRepeats() {
    var kept = 0
    for place in indices where place == 0 || self[place] != self[kept - 1] {
      self[kept] = self[place]
      kept += 1
    }
    removeLast(count - kept)
  }
}
