/// One cell of a ``Table``.
public enum Cell: Hashable, Sendable {
  case text(Text)
  case quantity(Quantity)
  /// A figure before and now, with how much it changed.
  case change(Change)
  /// A figure before and now, without how much it changed: `12 → 80`.
  case pair(Quantity, Quantity)
  /// Nothing known: shown as `–`.
  case none

  public static func code(_ content: String) -> Cell { .text(.code(content)) }
  public static func count(_ count: Int) -> Cell { .quantity(.count(count)) }
  public static func duration(nanoseconds: Int64) -> Cell { .quantity(.duration(nanoseconds: nanoseconds)) }
  public static func share(_ part: Int, of whole: Int) -> Cell { .quantity(.share(part, of: whole)) }
  public static func time(nanoseconds: Int64) -> Cell { .quantity(.time(nanoseconds: nanoseconds)) }
  /// Before and now; one dash where neither is known.
  public static func change(_ before: Quantity, _ now: Quantity) -> Cell {
    before == .none && now == .none ? .none : .change(Change(from: before, to: now))
  }

  /// What the cell says, before any escaping.
  public var text: Text {
    switch self {
    case .text(let text): text
    case .quantity(let quantity): Text(quantity.description)
    case .change(let change): Text(change.description)
    case .pair(let before, let now): Text("\(before) → \(now)")
    case .none: Text(Quantity.none.description)
    }
  }
}

extension Cell: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .text(Text(value)) }
  public init(stringInterpolation: Text.StringInterpolation) {
    self = .text(Text(stringInterpolation: stringInterpolation))
  }
}
