/// Returns the candidate that `name` was probably meant to be, or `nil` when none is near.
///
/// Near is an edit distance of at most a third of the length (at least one), or a candidate that starts with `name`
/// when `name` has three characters or more. Ties go to the earlier candidate.
func nearestName(to name: String, among candidates: [String]) -> String? {
  let allowance = max(1, name.unicodeScalars.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(name, candidate)
    if distance <= allowance, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  if let best { return best.name }
  guard name.count >= 3 else { return nil }
  return candidates.first { $0.hasPrefix(name) }
}

/// Returns how many insertions, deletions, substitutions and swaps of neighbours turn `left` into `right`.
///
/// The optimal string alignment distance: no part is edited twice. Inputs past 64 scalars are cut there.
///
/// Source: Damerau, "A technique for computer detection and correction of spelling errors", CACM 1964.
/// - Complexity: O(*n m*) in the lengths, at most 64 each.
func editDistance(_ left: String, _ right: String) -> Int {
  let a = Array(left.unicodeScalars.prefix(64))
  let b = Array(right.unicodeScalars.prefix(64))
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var distance = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforeLast[j - 1] + 1) }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
