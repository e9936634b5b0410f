extension Array {
  /// The first place whose element satisfies a predicate that is false up to some place and true from there on. O(log *n*).
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
