/// Totals by the ordinal of a node, in pages that exist once something was added to them.
///
/// Of all call contexts few are met by the responses of one stretch of durations: most pages never come to be. With the arrays of decoded spans
/// reserved to measure, a report on a million spans peaks at 242 MB instead of 264.
struct CriticalPathCells: Sendable {
  private static let pageSize = 16
  private var pages: [[CriticalPathBandTotals]] = []

  /// How many bytes they take.
  var size: Int {
    pages.reduce(0) { $0 + MemoryLayout<[Int]>.stride + $1.count * MemoryLayout<CriticalPathBandTotals>.stride }
  }

  /// The totals at `ordinal`; nothing where nothing was added.
  func totals(_ ordinal: Int) -> CriticalPathBandTotals {
    let page = ordinal / CriticalPathCells.pageSize
    if page >= pages.count || pages[page].isEmpty { return CriticalPathBandTotals() }
    return pages[page][ordinal % CriticalPathCells.pageSize]
  }

  /// Time (ns) of all nodes' own, added up.
  var exclusive: Int64 { pages.reduce(0) { $1.reduce($0) { $0 &+ $1.exclusive } } }

  /// Adds the times (ns) of one response.
  @inline(__always)
  mutating func add(_ ordinal: Int, inclusive: Int64, exclusive: Int64) {
    let page = ordinal / CriticalPathCells.pageSize
    makeRoom(for: page)
    pages[page][ordinal % CriticalPathCells.pageSize].add(inclusive: inclusive, exclusive: exclusive)
  }

  mutating func add(_ ordinal: Int, _ totals: CriticalPathBandTotals) {
    if totals == CriticalPathBandTotals() { return }
    let page = ordinal / CriticalPathCells.pageSize
    makeRoom(for: page)
    pages[page][ordinal % CriticalPathCells.pageSize] += totals
  }

  @inline(__always)
  private mutating func makeRoom(for page: Int) {
    if page < pages.count, !pages[page].isEmpty { return }
    add(page: page)
  }

  private mutating func add(page: Int) {
    if page >= pages.count { pages.append(contentsOf: repeatElement([], count: page + 1 - pages.count)) }
    pages[page] = [CriticalPathBandTotals](repeating: CriticalPathBandTotals(), count: CriticalPathCells.pageSize)
  }
}
