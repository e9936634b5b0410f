import HostSystem

/// The bytes of an input that are at hand, and where they lie within it.
///
///     input   |..........................................|
///     window         |base ....... end|padding|
///
/// It grows at its end and shrinks at its beginning; whoever decodes sees a value whole once the window has grown around it.
struct InputWindow: Sendable {
  /// The bytes, followed by at least ``JSONCursor/padding`` quotes.
  private(set) var bytes: [UInt8]
  /// How many bytes there are before the padding.
  private(set) var count = 0
  /// Offset of the first byte within the input.
  private(set) var base: Int
  /// The input ends with the window.
  var isLast = false
  /// The first byte begins a line.
  private(set) var beginsLine: Bool
  /// The last byte before the window that is no white space; 0 when it is not known.
  private var before: UInt8 = 0

  /// An empty window at an offset of the input.
  init(base: Int, beginsLine: Bool = false) {
    bytes = [UInt8](repeating: UInt8(ascii: "\""), count: JSONCursor.padding)
    self.base = base
    self.beginsLine = beginsLine
  }

  /// A window that holds `bytes`.
  init(_ bytes: [UInt8], base: Int, isLast: Bool = false, beginsLine: Bool = true) {
    count = bytes.count
    self.bytes = bytes
    self.bytes += [UInt8](repeating: UInt8(ascii: "\""), count: JSONCursor.padding)
    self.base = base
    self.isLast = isLast
    self.beginsLine = beginsLine
  }

  /// Offset within the input of the first byte behind the window.
  var end: Int { base + count }

  /// Whether the last byte ends a line.
  var endsLine: Bool { count > 0 ? bytes[count - 1] == 0x0a : beginsLine }

  // MARK: Growing and shrinking

  /// Adds up to `more` bytes at the end.
  ///
  /// - Parameters:
  ///   - more: How many bytes are wanted.
  ///   - read: Writes bytes into the buffer at an offset, at most as many as it is told, and returns how many.
  /// - Throws: What `read` throws.
  /// - Returns: What `read` returned.
  mutating func append(
    atMost more: Int, _ read: (inout [UInt8], Int, Int) throws(SystemError) -> Int
  ) throws(SystemError) -> Int {
    let wanted = count + more + JSONCursor.padding
    if bytes.count < wanted {
      let quotes = [UInt8](repeating: UInt8(ascii: "\""), count: count == 0 ? wanted : wanted - bytes.count)
      if count == 0 { bytes = quotes } else { bytes += quotes }
    }
    let got = try read(&bytes, count, more)
    count += got
    for index in count..<count + JSONCursor.padding { bytes[index] = UInt8(ascii: "\"") }
    return got
  }

  /// Adds the bytes of the window behind this one.
  mutating func append(_ next: InputWindow) {
    bytes.removeLast(bytes.count - count)
    bytes += next.bytes
    count += next.count
    isLast = next.isLast
  }

  /// Forgets the first bytes.
  mutating func removeFirst(_ number: Int) {
    if number == 0 { return }
    beginsLine = bytes[number - 1] == 0x0a
    before = lastByte(before: number)
    bytes.removeFirst(number)
    count -= number
    base += number
  }

  /// Takes the bytes from `offset` of the window on out of it and returns them.
  mutating func split(at offset: Int) -> InputWindow {
    var rest = InputWindow(
      Array(bytes[offset..<count]), base: base + offset, isLast: isLast, beginsLine: bytes[offset - 1] == 0x0a)
    rest.before = lastByte(before: offset)
    count = offset
    bytes.removeLast(bytes.count - offset)
    bytes += [UInt8](repeating: UInt8(ascii: "\""), count: JSONCursor.padding)
    isLast = false
    return rest
  }

  /// Turns the first bytes, but for line feeds, into white space.
  mutating func blank(first number: Int) {
    for index in 0..<number where bytes[index] != 0x0a { bytes[index] = 0x20 }
  }

  /// Hands on the bytes, of which those from `offset` on may be changed.
  mutating func withBytes(from offset: Int, _ body: (inout [UInt8], Range<Int>) -> Void) {
    body(&bytes, offset..<count)
  }

  // MARK: Lines

  /// Where the first value before `limit` begins, as far as lines tell: nil when none does.
  ///
  /// What stands behind a comma or `[` is taken for an element of an array, of the one that `hint` is in if it is in one.
  func guess(before limit: Int, hint: InputPosition?) -> InputPosition? {
    guard let line = firstValueLine(before: limit - base) else { return nil }
    var position = InputPosition(offset: base + line)
    let byte = lastByte(before: line)
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == 0 {
      if let hint, hint.depth > 0 {
        position.depth = hint.depth
        position.isTorn = hint.isTorn
      } else if byte != 0 {
        position.depth = 1
      }
    }
    return position
  }

  /// The last byte before an offset of the window that is no white space.
  private func lastByte(before offset: Int) -> UInt8 {
    var index = offset - 1
    while index >= 0, bytes[index] <= 0x20 { index -= 1 }
    return index < 0 ? before : bytes[index]
  }

  /// The offset within the window of the first line from `start` on, and before `limit`, that begins a value; nil when none does.
  func firstValueLine(from start: Int = 0, before limit: Int = .max) -> Int? {
    if start == 0, beginsLine, count > 0, limit > 0, InputWindow.isValueStart(bytes[0]) { return 0 }
    return withCursor { cursor in
      let line = cursor.nextValueLine(from: max(0, start - 1))
      return line.flatMap { $0 < limit ? $0 : nil }
    }
  }

  /// The offset within the window of the last line that begins a value; nil when none does, or only the first.
  var lastValueLine: Int? {
    var index = count - 1
    while index > 0 {
      if bytes[index - 1] == 0x0a, InputWindow.isValueStart(bytes[index]) { return index }
      index -= 1
    }
    return nil
  }

  private static func isValueStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  /// Calls `body` with a cursor at the window's first byte.
  func withCursor<Result>(_ body: (inout JSONCursor) -> Result) -> Result {
    // SAFETY: the cursor does not outlive the closure, and the padding is there.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let address = buffer.baseAddress else { preconditionFailure("the padding is never empty") }
      var cursor = unsafe JSONCursor(base: address, end: count, offset: 0)
      return body(&cursor)
    }
  }
}
