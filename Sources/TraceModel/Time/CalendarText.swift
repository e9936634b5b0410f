/// A date and time read from text: RFC 3339, and what systems and people make of it.
///
/// `2026-03-15T10:22:04.123456789Z`; between date and time `T`, `t` or a space; the fraction behind a point or a comma, as long
/// as it likes; the zone `Z`, `z`, `UTC`, `+02:00`, `+0200` or `+02`, perhaps behind a space; without one it is UTC. The seconds, or the
/// whole time of day, may be left out. Nothing may follow.
///
/// Source: RFC 3339, section 5.6, and ISO 8601 for what goes beyond.
public struct CalendarText: Equatable, Sendable {
  /// The smallest part that the text names.
  public enum Precision: Comparable, Sendable { case day, minute, second, nanosecond, finer }

  /// As written, where the zone's clocks are.
  public var civil: CivilTime
  /// Seconds east of UTC.
  public var zone: Int
  public var precision: Precision

  /// Nanoseconds since the epoch; nil before 1677 and after 2262.
  public var nanoseconds: Int64? { civil.nanosecondsSinceEpoch(zone: zone) }

  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes.span)
  }

  /// Nil when the bytes are no date of the calendar, or something follows it. O(bytes).
  public init?(_ bytes: Span<UInt8>) {
    var offset = 0
    guard let year = CalendarText.number(bytes, &offset, 4), CalendarText.take(0x2d, bytes, &offset),
      let month = CalendarText.number(bytes, &offset, 2), CalendarText.take(0x2d, bytes, &offset),
      let day = CalendarText.number(bytes, &offset, 2)
    else { return nil }
    var clock = ClockText(hour: 0, minute: 0, precision: .day)
    zone = 0
    if offset < bytes.count {
      guard
        CalendarText.take(0x54, bytes, &offset) || CalendarText.take(0x74, bytes, &offset)
          || CalendarText.take(0x20, bytes, &offset),
        let time = ClockText(bytes, &offset), let offsetOfZone = CalendarText.zone(bytes, &offset),
        offset == bytes.count
      else { return nil }
      clock = time
      zone = offsetOfZone
    }
    precision = clock.precision
    guard
      let civil = CivilTime(
        year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second,
        nanosecond: clock.nanosecond)
    else { return nil }
    self.civil = civil
  }

  /// Takes a zone, or nothing at the end of the text; nil when what stands there is none.
  private static func zone(_ bytes: Span<UInt8>, _ offset: inout Int) -> Int? {
    if offset == bytes.count { return 0 }
    _ = take(0x20, bytes, &offset)
    if take(0x5a, bytes, &offset) || take(0x7a, bytes, &offset) { return 0 }
    if take(0x55, bytes, &offset) { return take(0x54, bytes, &offset) && take(0x43, bytes, &offset) ? 0 : nil }
    let isWest = take(0x2d, bytes, &offset)
    guard isWest || take(0x2b, bytes, &offset), let hours = number(bytes, &offset, 2), hours < 24 else { return nil }
    var minutes = 0
    if offset < bytes.count {
      _ = take(0x3a, bytes, &offset)
      guard let number = number(bytes, &offset, 2), number < 60 else { return nil }
      minutes = number
    }
    return (hours * 60 + minutes) * (isWest ? -60 : 60)
  }

  /// Takes `byte` if it is next.
  static func take(_ byte: UInt8, _ bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// Takes exactly `count` digits.
  static func number(_ bytes: Span<UInt8>, _ offset: inout Int, _ count: Int) -> Int? {
    guard offset + count <= bytes.count else { return nil }
    var value = 0
    for index in offset..<offset + count {
      let digit = bytes[index] &- 0x30
      if digit > 9 { return nil }
      value = value * 10 + Int(digit)
    }
    offset += count
    return value
  }
}
