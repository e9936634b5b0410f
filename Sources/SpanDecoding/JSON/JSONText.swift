/// A string token: the bytes between its quotes, by offset into the buffer.
struct JSONText {
  var start: Int
  var end: Int
  /// Whether the bytes hold escapes.
  var isEscaped: Bool

  var count: Int { end &- start }
}
