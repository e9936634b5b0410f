/// A half-open window as the user gives it: `FROM..TO`, where either side may be left out (`-30m..`).
struct WindowValue: Equatable, Sendable, CustomStringConvertible {
  /// `nil`: the start of the dump.
  var from: TimePoint?
  /// `nil`: the end of the dump. The point itself is outside.
  var to: TimePoint?

  init(from: TimePoint?, to: TimePoint?) {
    self.from = from
    self.to = to
  }

  @Sendable static func parse(_ text: String) throws(UsageError) -> WindowValue {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    guard let middle = bytes.indices.dropLast().first(where: { bytes[$0] == dot && bytes[$0 + 1] == dot }) else {
      throw UsageError("\"\(text)\" has no \"..\"", remedy: "write it as FROM..TO, like -30m..-10m")
    }
    let left = String(decoding: bytes[..<middle], as: UTF8.self)
    let right = String(decoding: bytes[(middle + 2)...], as: UTF8.self)
    if left.isEmpty, right.isEmpty { throw UsageError("the window has no ends", remedy: "give at least one of them") }
    let window = WindowValue(
      from: left.isEmpty ? nil : try TimePoint.parse(left), to: right.isEmpty ? nil : try TimePoint.parse(right))
    if window.isSurelyEmpty {
      throw window.from == window.to
        ? UsageError("\"\(text)\" is empty", remedy: "give two times; the second is outside")
        : UsageError("\"\(text)\" ends before it starts", remedy: "swap the two times")
    }
    return window
  }

  /// Whether it holds nothing, whatever the dump.
  var isSurelyEmpty: Bool {
    switch (from, to) {
    case (.absolute(let from), .absolute(let to)): from >= to
    case (.relativeToEnd(let from), .relativeToEnd(let to)): from >= to
    default: false
    }
  }

  var description: String { (from?.description ?? "") + ".." + (to?.description ?? "") }
}
