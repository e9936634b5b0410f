/// A half-open window as the user gives it: `FROM..TO`, where either side may be left out (`-30m..`). Times of day (`10:23..10:28`) are on the
/// day of the dump.
struct WindowValue: Equatable, Sendable, CustomStringConvertible {
  /// `nil`: the start of the dump.
  var from: TimePoint?
  /// `nil`: the end of the dump. The point itself is outside.
  var to: TimePoint?

  init(from: TimePoint?, to: TimePoint?) {
    self.from = from
    self.to = to
  }

  /// Takes a range as reports write it, too: `2026-03-15 10:20–10:50Z`, where the second time is on the day of the first.
  @Sendable static func parse(_ text: String) throws(UsageError) -> WindowValue {
    guard let (left, right) = sides(of: text) else {
      throw UsageError("\"\(text)\" has no \"..\"", remedy: "write it as FROM..TO, like -30m..-10m")
    }
    if left.isEmpty, right.isEmpty { throw UsageError("the window has no ends", remedy: "give at least one of them") }
    var window = WindowValue(
      from: left.isEmpty ? nil : try TimePoint.parse(left), to: right.isEmpty ? nil : try TimePoint.parse(right))
    if case (.absolute(let from)?, .ofDay(let offset)?) = (window.from, window.to), !left.hasPrefix("@") {
      let (to, overflow) = TimePoint.midnight(before: from).addingReportingOverflow(offset)
      let (next, isPast) = to.addingReportingOverflow(to > from ? 0 : TimePoint.day)
      window.to = .absolute(overflow || isPast ? .max : next)
    }
    if window.isSurelyEmpty {
      throw window.from == window.to
        ? UsageError("\"\(text)\" is empty", remedy: "give two times; the second is outside")
        : UsageError("\"\(text)\" ends before it starts", remedy: "swap the two times")
    }
    return window
  }

  /// What stands before and behind `..` or a dash of the length that ranges are set with; what follows a range in a sentence is left out.
  private static func sides(of text: String) -> (left: String, right: String)? {
    let bytes = Array(text.utf8)
    for separator in ["..", "\u{2013}"] {
      let mark = Array(separator.utf8)
      guard bytes.count >= mark.count,
        let middle = (0...bytes.count - mark.count).first(where: { bytes[$0..<$0 + mark.count].elementsEqual(mark) })
      else { continue }
      let right = bytes[(middle + mark.count)...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "(") }
      return (trimmed(bytes[..<middle]), trimmed(right))
    }
    return nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes.drop { $0 == 0x20 }
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it holds nothing, whatever the dump.
  var isSurelyEmpty: Bool {
    switch (from, to) {
    case (.absolute(let from), .absolute(let to)): from >= to
    case (.relativeToEnd(let from), .relativeToEnd(let to)): from >= to
    case (.ofDay(let from), .ofDay(let to)): from == to
    default: false
    }
  }

  var description: String { (from?.description ?? "") + ".." + (to?.description ?? "") }
}
