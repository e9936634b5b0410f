/// Where decoding goes on in an input, and what it has to know of what stands before.
struct InputPosition: Equatable, Sendable {
  /// Offset within the input.
  var offset: Int
  /// How many top-level arrays are open: their elements are values as those that stand alone are.
  var depth = 0
  /// A value has just ended: a comma may follow, and within an array it or `]` is due.
  var isAfterElement = false
  /// Something in the open arrays was damaged, and counted: that they do not end as they should is no news.
  var isTorn = false
  /// Up to this offset bytes were looked at in vain, for values that turned out to be damaged; 0 when there are none ahead.
  ///
  /// A value that begins before is read no further than to the next line that begins one, as long as that line is not behind either:
  /// nothing is looked at again and again, however values are nested.
  var scanned = 0

  init(offset: Int) {
    self.offset = offset
  }

  /// Moves on.
  mutating func move(to offset: Int) {
    self.offset = offset
    if scanned <= offset { scanned = 0 }
  }

  /// Notes damage that was looked at up to an offset, and where decoding goes on behind it.
  mutating func recover(at offset: Int, scanned: Int) {
    self.scanned = max(self.scanned, scanned)
    isTorn = depth > 0
    isAfterElement = false
    move(to: offset)
  }

  mutating func openArray() {
    depth += 1
    isAfterElement = false
  }

  /// - Returns: Whether the outermost array ends here, undamaged.
  mutating func closeArray() -> Bool {
    let isWhole = depth == 1 && !isTorn
    depth -= 1
    isAfterElement = true
    if depth == 0 { isTorn = false }
    return isWhole
  }

  /// Gives up the open arrays: what comes next stands alone.
  mutating func leaveArrays() {
    depth = 0
    isTorn = false
    isAfterElement = false
  }

  mutating func endElement() { isAfterElement = true }

  /// Whether values are read from here as they are from another position, at which a value begins.
  func agrees(with other: InputPosition) -> Bool {
    var own = self
    if depth == 0 { own.isAfterElement = other.isAfterElement }
    return own == other
  }
}
