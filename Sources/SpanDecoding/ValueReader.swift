import TraceModel

/// Makes something of the JSON objects that a ``ValueDecoder`` finds.
protocol ValueReader {
  associatedtype Mark

  /// Whether what was read cannot be taken back: a value is then looked over whole before it is read.
  static var isFinal: Bool { get }
  /// Offset of the buffer being read within the input.
  var base: Int { get set }

  /// Reads the object at the cursor.
  ///
  /// - Throws: A shape error when it is of no known shape; the decoder then steps over it.
  mutating func read(_ cursor: inout JSONCursor) throws(JSONError)

  func mark() -> Mark
  /// Takes back what was read since the mark.
  mutating func rollBack(to mark: Mark)

  /// Counts and lists something left out, at an offset of the buffer.
  mutating func reject(_ defect: Defect, at offset: Int, _ reason: @autoclosure () -> String)
  /// Counts bytes that no readable value holds.
  mutating func countRejected(bytes: Int)
  /// Counts a value that was read whole.
  mutating func countRead()

  /// Whether the object at the cursor is one that is looked for behind a prefix on its line.
  ///
  /// - Throws: When it is damaged, or goes on behind the bytes, before that is told.
  static func isKnown(_ cursor: JSONCursor) throws(JSONError) -> Bool
  /// Counts a value behind a prefix.
  mutating func countPrefix()
}

extension ValueReader {
  static func isKnown(_ cursor: JSONCursor) throws(JSONError) -> Bool { false }

  mutating func countPrefix() {}
}

extension BatchBuilder: ValueReader {
  static var isFinal: Bool { false }

  mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
    guard let format = try DumpFormat.recognise(cursor) else {
      if try WrappedValue.read(&cursor, &self) { return }
      throw JSONError(reason: .shape("no known dump format has these keys"), offset: cursor.offset)
    }
    try format.decode(&cursor, &self)
  }

  mutating func countRejected(bytes: Int) { quality.bytesRejected += bytes }

  mutating func countRead() { quality.valuesRead += 1 }

  static func isKnown(_ cursor: JSONCursor) throws(JSONError) -> Bool { try DumpFormat.isKnown(cursor) }

  mutating func countPrefix() { quality[.prefixedValue] += 1 }
}
