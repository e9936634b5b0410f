/// A figure before and now. `412 ms → 3.12 s ▲×7.57`, `0.1 % → 4.2 % ▲+4.1 pp`; changes by less than a twentieth have no
/// arrow: `412 ms → 420 ms`.
public struct Change: Hashable, Sendable {
  public var before: Quantity
  public var now: Quantity

  public init(from before: Quantity, to now: Quantity) {
    self.before = before
    self.now = now
  }

  public enum Direction: Hashable, Sendable { case rise, fall, same }

  /// Where the figure went; nil when the two cannot be compared.
  public var direction: Direction? {
    guard let (before, now) = comparable else { return nil }
    let left = now.0 * before.1
    let right = before.0 * now.1
    return left > right ? .rise : left < right ? .fall : .same
  }

  private var comparable: ((Int128, Int128), (Int128, Int128))? {
    guard let before = before.ratio, let now = now.ratio else { return nil }
    return (before, now)
  }
}

extension Change: CustomStringConvertible {
  public var description: String {
    let pair = "\(before) → \(now)"
    guard let (before, now) = comparable, let direction, direction != .same else { return pair }
    let arrow = direction == .rise ? "▲" : "▼"
    if case .share = self.now { return "\(pair) \(arrow)\(pointsText(before, now))" }
    if case .fraction = self.now { return "\(pair) \(arrow)\(pointsText(before, now))" }
    guard before.0 > 0 && now.0 >= 0 else { return "\(pair) \(arrow)" }
    let numerator = (now.0 * before.1).magnitude
    let denominator = (before.0 * now.1).magnitude
    let shift = max(0, 22 - min(numerator.leadingZeroBitCount, denominator.leadingZeroBitCount))
    let (above, below) = (numerator >> UInt128(shift), max(1, denominator >> UInt128(shift)))
    if above * 20 > below * 19 && above * 20 < below * 21 { return pair }
    let factor = significantDigits(above, below)
    return "\(pair) \(arrow)×\(factor)"
  }

  /// The difference of two shares in percentage points, rounded from the shares as they are: `+4.1 pp`.
  private func pointsText(_ before: (Int128, Int128), _ now: (Int128, Int128)) -> String {
    let difference = now.0 * before.1 - before.0 * now.1
    let whole = (now.1 * before.1).magnitude
    // Leaves room for the factor.
    let shift = UInt128(max(0, 12 - min(difference.magnitude.leadingZeroBitCount, whole.leadingZeroBitCount)))
    let tenths = roundedQuotient((difference.magnitude >> shift) * 1_000, max(1, whole >> shift))
    if tenths == 0 { return "<0.1 pp" }
    return (difference < 0 ? "-" : "+") + fixedPoint(tenths, decimals: 1, trimming: false) + " pp"
  }
}

extension Quantity {
  /// The value as numerator and positive denominator, both at most 2 to the 63rd; nil when it has none. Rates are a
  /// nanosecond.
  fileprivate var ratio: (Int128, Int128)? {
    switch self {
    case .count(let value), .bytes(let value): (Int128(value), 1)
    case .duration(let nanoseconds): (Int128(nanoseconds), 1)
    case .share(let part, let whole):
      whole == 0 ? nil : (Int128(part) * Int128(whole.signum()), Int128(whole.magnitude))
    case .fraction(let value), .factor(let value), .decimal(let value, _):
      roundedInteger(value * 1_000_000_000).map { (Int128($0), 1_000_000_000) }
    case .rate(let count, let nanoseconds):
      nanoseconds > 0 ? (Int128(count), Int128(nanoseconds)) : nil
    case .time, .window, .none: nil
    }
  }
}
