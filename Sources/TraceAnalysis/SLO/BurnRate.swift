/// Requests and how many of them were bad.
public struct RequestCount: Sendable, Equatable {
  public var total: Int
  public var bad: Int

  public init(total: Int = 0, bad: Int = 0) {
    self.total = total
    self.bad = bad
  }

  mutating func add(_ other: RequestCount) {
    total += other.total
    bad += other.bad
  }

  mutating func remove(_ other: RequestCount) {
    total -= other.total
    bad -= other.bad
  }

  /// How many times as fast as allowed the budget of `objective` is used; nil without requests.
  public func burnRate(_ objective: ServiceObjective) -> Double? {
    if total == 0 { return nil }
    let (part, whole) = objective.budget
    return Double(bad) * Double(whole) / (Double(total) * Double(part))
  }

  /// Whether the burn rate is above `tenths` / 10: strictly, in integers. Never without requests.
  func burns(faster tenths: Int, _ objective: ServiceObjective) -> Bool {
    let (part, whole) = objective.budget
    return Int128(bad) * whole * 10 > Int128(tenths) * Int128(total) * part
  }

  /// Whether a single bad request would be above that rate: so few requests tell nothing.
  func isThin(_ tenths: Int, _ objective: ServiceObjective) -> Bool {
    let (part, whole) = objective.budget
    return Int128(total) * Int128(tenths) * part < whole * 10
  }
}

/// Two windows, and how fast the budget must burn in both for an alert.
///
/// Source: Site Reliability Workbook, chapter 5, table 5-8.
public struct BurnRatePair: Sendable, Equatable {
  public enum Severity: String, Sendable, CaseIterable {
    case page, ticket
  }

  public var severity: Severity
  /// Ten times the burn rate.
  public var tenths: Int
  /// Both in minutes.
  public var long: Int
  public var short: Int

  /// With a budget of 30 days they use up 2 %, 5 % and 10 % of it.
  public static let all = [
    BurnRatePair(severity: .page, tenths: 144, long: 60, short: 5),
    BurnRatePair(severity: .page, tenths: 60, long: 360, short: 30),
    BurnRatePair(severity: .ticket, tenths: 10, long: 4320, short: 360),
  ]

  /// A minute in ns.
  static let minute: Int64 = 60_000_000_000

  public var longNanoseconds: Int64 { Int64(long) * BurnRatePair.minute }
  public var shortNanoseconds: Int64 { Int64(short) * BurnRatePair.minute }
  public var factor: Double { Double(tenths) / 10 }

  func fires(_ long: RequestCount, _ short: RequestCount, _ objective: ServiceObjective) -> Bool {
    long.burns(faster: tenths, objective) && short.burns(faster: tenths, objective)
  }
}
