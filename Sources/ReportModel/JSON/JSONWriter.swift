/// Appends JSON to a buffer of bytes, in the order of the calls; builds no tree.
///
///     var json = JSONWriter()
///     json.object { json in
///       json.field("schema", "tracemill/red/1")
///       json.array("rows") { json in
///         for row in rows { json.object { $0.field("calls", row.calls) } }
///       }
///     }
///     let bytes = json.finish()
///
/// The caller keeps the grammar (a key before each value of an object, and no key in an array); commas, escapes and
/// indentation are the writer's.
public struct JSONWriter: Sendable {
  @usableFromInline var bytes: [UInt8] = []
  @usableFromInline var needsComma = false
  @usableFromInline var followsKey = false
  @usableFromInline var depth = 0
  @usableFromInline let pretty: Bool

  /// - Parameter pretty: Whether each member stands on a line of its own, indented by two spaces a level.
  public init(pretty: Bool = false) {
    self.pretty = pretty
  }

  /// How many bytes were written so far.
  public var byteCount: Int { bytes.count }

  /// What was written so far; the writer starts over behind it. Lets a long array be written out piece by piece.
  public mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }

  /// The document, ended by a newline.
  ///
  /// - Precondition: every object and array was closed.
  public consuming func finish() -> [UInt8] {
    precondition(depth == 0, "an object or array was left open")
    bytes.append(0x0A)
    return bytes
  }

  // MARK: Structure

  public mutating func beginObject() { begin(0x7B) }
  public mutating func endObject() { end(0x7D) }
  public mutating func beginArray() { begin(0x5B) }
  public mutating func endArray() { end(0x5D) }

  /// An object as the next value.
  @inlinable
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  /// An array as the next value.
  @inlinable
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    beginArray()
    body(&self)
    endArray()
  }

  /// The key of the next value.
  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(0x3A)
    if pretty { bytes.append(0x20) }
    followsKey = true
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    precondition(depth > 0, "no object or array is open")
    depth -= 1
    if pretty && needsComma { startLine() }
    bytes.append(bracket)
    needsComma = true
  }

  /// Writes what stands before the next key, or the next value of an array.
  @usableFromInline
  mutating func separate() {
    if followsKey {
      followsKey = false
      needsComma = true
      return
    }
    if needsComma { bytes.append(0x2C) }
    if pretty && depth > 0 { startLine() }
    needsComma = true
  }

  private mutating func startLine() {
    bytes.append(0x0A)
    for _ in 0..<depth {
      bytes.append(0x20)
      bytes.append(0x20)
    }
  }
}
