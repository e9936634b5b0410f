/// What the path at hand spends where, by the number of what it is spent on, in buffers that are never cleared: scratch of the folds.
struct TimesOfPath: Sendable {
  /// Nanoseconds.
  struct Time: Sendable {
    fileprivate var path = 0
    var inclusive: Int64 = 0
    var exclusive: Int64 = 0
  }

  private var times: [Time] = []
  private var path = 0
  /// The numbers that the path at hand has added to.
  private(set) var touched: [Int] = []

  /// Turns to the next path. O(1).
  mutating func begin() {
    path &+= 1
    touched.removeAll(keepingCapacity: true)
  }

  /// Adds time (ns) of the path at hand.
  @inline(__always)
  mutating func add(_ number: Int, inclusive: Int64 = 0, exclusive: Int64) {
    if number >= times.count { makeRoom(for: number) }
    if times[number].path != path {
      times[number] = Time(path: path, inclusive: inclusive, exclusive: exclusive)
      touched.append(number)
    } else {
      times[number].inclusive &+= inclusive
      times[number].exclusive &+= exclusive
    }
  }

  /// What the path at hand has added, for a number of ``touched``.
  @inline(__always)
  subscript(number: Int) -> Time { times[number] }

  private mutating func makeRoom(for number: Int) {
    times.append(contentsOf: repeatElement(Time(), count: max(64, 2 * number) - times.count))
  }
}
