/// A time of day read from text: `10:22`, `10:22:04`, `10:22:04.5`.
public struct ClockText: Equatable, Sendable {
  public var hour: Int
  public var minute: Int
  public var second = 0
  public var nanosecond = 0
  public var precision: CalendarText.Precision

  init(hour: Int, minute: Int, precision: CalendarText.Precision) {
    (self.hour, self.minute, self.precision) = (hour, minute, precision)
  }

  /// Nil when the whole text is no time of day.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    var offset = 0
    self.init(bytes.span, &offset)
    guard offset == bytes.count, hour < 24, minute < 60, second < 60 else { return nil }
  }

  /// Takes a time of day; whether the clock has such a time is not looked at.
  ///
  /// Digits of the fraction behind the ninth are cut.
  init?(_ bytes: Span<UInt8>, _ offset: inout Int) {
    guard let hour = CalendarText.number(bytes, &offset, 2), CalendarText.take(0x3a, bytes, &offset),
      let minute = CalendarText.number(bytes, &offset, 2)
    else { return nil }
    self.init(hour: hour, minute: minute, precision: .minute)
    guard CalendarText.take(0x3a, bytes, &offset) else { return }
    guard let second = CalendarText.number(bytes, &offset, 2) else { return nil }
    self.second = second
    precision = .second
    guard CalendarText.take(0x2e, bytes, &offset) || CalendarText.take(0x2c, bytes, &offset) else { return }
    let start = offset
    var scale = 100_000_000
    while offset < bytes.count, bytes[offset] &- 0x30 <= 9 {
      nanosecond += Int(bytes[offset] &- 0x30) * scale
      scale /= 10
      offset += 1
    }
    if offset == start { return nil }
    precision = offset - start > 9 ? .finer : .nanosecond
  }
}
