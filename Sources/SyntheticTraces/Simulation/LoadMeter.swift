/// Turns how much is asked of a service or a store into how much slower it gets.
///
/// What is asked in one window, against what is expected in ordinary traffic, gives the utilisation in the next: 40 % when
/// traffic is ordinary. Calls are counted, not their cost, so making an operation faster does not change anybody else.
struct LoadMeter {
  private let start: Int
  private let width: Int
  private let expected: Int
  private var window = 0
  private var current = 0
  private var previous: Int

  /// Calls in a window when traffic is ordinary: enough that chance alone moves times by a few per cent only.
  private static let callsPerWindow = 150
  private static let second = 1_000_000_000

  /// Slowness per mille at a utilisation of 0, 10, 20 … per cent.
  private static let slowness = [
    1_000, 1_000, 1_000, 1_000, 1_000, 1_040, 1_110, 1_260, 1_600, 2_300, 3_400, 4_600, 5_800,
  ]

  /// `callsPerRequest` is times ten thousand; 0 makes a meter that hardly moves.
  init(start: Int, requestsPerMinute: Int, callsPerRequest: Int) {
    self.start = start
    let callsPerMinute = max(1, requestsPerMinute * callsPerRequest / 10_000)
    width = max(2 * Self.second, Self.callsPerWindow * 60 * Self.second / callsPerMinute)
    expected = max(1, width / 1_000_000 * callsPerMinute / 60_000)
    previous = expected
  }

  /// Counts one call and returns how slow the service is, per mille.
  mutating func count(at time: Int) -> Int {
    let now = (time - start) / width
    if now > window {
      previous = now == window + 1 ? current : 0
      if window == 0, now == 1, current * 2 < expected { previous = expected }
      window = now
      current = 0
    }
    current += 1
    let utilisation = min(1_199, 400 * previous / expected)
    let low = Self.slowness[utilisation / 100]
    return low + (Self.slowness[utilisation / 100 + 1] - low) * (utilisation % 100) / 100
  }
}
