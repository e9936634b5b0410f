import TraceModel

/// How a format writes a time (since the epoch) or a duration.
struct TimeForm: Sendable {
  /// Steps over the value at the cursor; nanoseconds, or nil when it is none.
  let read: @Sendable (_ cursor: inout JSONCursor) throws(JSONError) -> Int64?

  /// Text, as ``CalendarText`` reads it.
  static let calendar = TimeForm { cursor throws(JSONError) in try cursor.readCalendarTime() }

  /// A number, or text that spells it.
  static let nanoseconds = TimeForm { cursor throws(JSONError) in try cursor.integer() }

  static let microseconds = TimeForm { cursor throws(JSONError) in try cursor.number(inUnitsOf: 1_000) }

  static let milliseconds = TimeForm { cursor throws(JSONError) in try cursor.number(inUnitsOf: 1_000_000) }

  static let seconds = TimeForm { cursor throws(JSONError) in try cursor.number(inUnitsOf: 1_000_000_000) }

  /// Text, or a number of which its size tells the unit.
  static let guessed = TimeForm { cursor throws(JSONError) in
    let start = cursor.offset
    if let time = try cursor.calendarTimeOnly() { return time }
    cursor.offset = start
    guard let size = try cursor.double(), size >= 0, size < 9.2e18 else { return nil }
    cursor.offset = start
    return try cursor.number(inUnitsOf: SignalTime.unit(ofNumber: size))
  }

  /// Text, or a number in a unit.
  static let calendarOrSeconds = calendar(orInUnitsOf: 1_000_000_000)
  static let calendarOrMilliseconds = calendar(orInUnitsOf: 1_000_000)

  private static func calendar(orInUnitsOf unit: Int64) -> TimeForm {
    TimeForm { cursor throws(JSONError) in
      let start = cursor.offset
      if let time = try cursor.calendarTimeOnly() { return time }
      cursor.offset = start
      return try cursor.number(inUnitsOf: unit)
    }
  }

  /// `[seconds, nanoseconds]`, as JavaScript's SDK keeps times; or one number of microseconds.
  static let pair = TimeForm { cursor throws(JSONError) in
    if cursor.byte != UInt8(ascii: "[") { return try cursor.number(inUnitsOf: 1_000) }
    guard try cursor.beginArray() else { return nil }
    var parts: [Int64?] = []
    repeat {
      parts.append(try cursor.integer())
    } while try cursor.anotherElement()
    guard parts.count == 2, let seconds = parts[0], let nanoseconds = parts[1] else { return nil }
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (time, isTooLate) = whole.addingReportingOverflow(nanoseconds)
    return isTooLong || isTooLate ? nil : time
  }
}

extension JSONCursor {
  /// Reads a time given as text; nil, wherever that leaves the cursor, for anything else.
  fileprivate mutating func calendarTimeOnly() throws(JSONError) -> Int64? {
    byte == UInt8(ascii: "\"") ? calendarTime(try string()) : nil
  }

  /// Reads a number, whole or with a fraction, plain or as text, as so many nanoseconds each; nil for anything else or when it does not fit.
  ///
  /// Decimals count exactly as they are written: a second as a `Double` has no nanoseconds left.
  mutating func number(inUnitsOf unit: Int64) throws(JSONError) -> Int64? {
    let start = offset
    if let whole = try integer(), !hasFraction(start, offset) {
      let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: unit)
      return overflow ? nil : nanoseconds
    }
    let end = offset
    if let exact = decimal(start, end, unit) { return exact }
    offset = start
    guard let value = try double(), value.isFinite, abs(value) < 9e18 / Double(unit) else { return nil }
    return Int64(value * Double(unit))
  }

  /// The number spelled by the token, a decimal of at most nine digits behind the point; nil for any other.
  private func decimal(_ start: Int, _ end: Int, _ unit: Int64) -> Int64? {
    let isQuoted = self[start] == UInt8(ascii: "\"")
    let first = isQuoted ? start + 1 : start
    let last = isQuoted ? end - 1 : end
    guard first < last, let number = withSpan(first, last, { DecimalNumber($0) }) else { return nil }
    return number.scaled(by: UInt64(unit))?.value
  }

  /// Whether the number needs more than its whole part: a point or an exponent.
  private func hasFraction(_ start: Int, _ end: Int) -> Bool {
    (start..<end).contains { self[$0] == UInt8(ascii: ".") || self[$0] | 0x20 == UInt8(ascii: "e") }
  }
}
