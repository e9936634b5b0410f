/// A key of an object, and what must stand there, for the object to be of a format.
struct Clue: Sendable {
  /// What stands at a key.
  enum Value: Sendable {
    case anything, text, number, object, list
    /// An object with one of these keys.
    case holding([StaticString])
    /// A text that begins so.
    case beginning(StaticString)
  }

  let key: StaticString
  let value: Value

  init(_ key: StaticString, _ value: Value = .anything) {
    self.key = key
    self.value = value
  }

  /// Whether the cursor, at the value of the clue's key, stands at what the clue asks for.
  func fits(_ cursor: JSONCursor) -> Bool {
    switch value {
    case .anything: return true
    case .text: return cursor.byte == UInt8(ascii: "\"")
    case .number: return cursor.byte &- 0x30 <= 9 || cursor.byte == UInt8(ascii: "-")
    case .object: return cursor.byte == UInt8(ascii: "{")
    case .list: return cursor.byte == UInt8(ascii: "[")
    case .holding(let keys): return cursor.holds(keys)
    case .beginning(let beginning):
      let length = beginning.utf8CodeUnitCount
      let start = cursor.offset + 1
      return cursor.byte == UInt8(ascii: "\"") && start + length <= cursor.end
        && cursor.isText(JSONText(start: start, end: start + length, isEscaped: false), beginning)
    }
  }
}

/// Tells the format of an object by its keys: the clues of all formats, by the length of their keys.
struct Recognition: Sendable {
  private struct Entry: Sendable {
    var clue: Clue
    var format: Int
    /// The bit set when the clue fits; 0 for one that tells the format by itself.
    var bit: UInt128
  }

  private let formats: [DumpFormat]
  private var entries: [[Entry]] = []
  /// By format: the bits that must be set, and those that must not. A format without the former is only told by single keys.
  private var masks: [(needed: UInt128, excluded: UInt128)] = []

  static let ofAllFormats = Recognition(DumpFormat.all)

  init(_ formats: [DumpFormat]) {
    self.formats = formats
    var bits = 0
    for (number, format) in formats.enumerated() {
      var needed: UInt128 = 0
      for clue in format.alone { add(clue, number, 0) }
      for group in format.together {
        for clue in group { add(clue, number, 1 << UInt128(bits)) }
        needed |= 1 << UInt128(bits)
        bits += 1
      }
      for clue in format.without { add(clue, number, 1 << UInt128(bits)) }
      masks.append((needed, format.without.isEmpty ? 0 : 1 << UInt128(bits)))
      bits += 1
    }
    precondition(bits <= UInt128.bitWidth, "the clues of all formats fit one set")
  }

  private mutating func add(_ clue: Clue, _ format: Int, _ bit: UInt128) {
    let length = clue.key.utf8CodeUnitCount
    while entries.count <= length { entries.append([]) }
    entries[length].append(Entry(clue: clue, format: format, bit: bit))
  }

  /// The format of the object at the cursor, nil for none; the first in the list when several fit.
  ///
  /// Steps over its keys until one tells the format by itself, or all of them do together. O(bytes up to that key).
  func format(at cursor: JSONCursor) throws(JSONError) -> DumpFormat? {
    var cursor = cursor
    var seen: UInt128 = 0
    guard try cursor.beginObject() else { return nil }
    do {
      repeat {
        let key = try cursor.key()
        if key.count < entries.count {
          for entry in entries[key.count] where cursor.isText(key, entry.clue.key) && entry.clue.fits(cursor) {
            if entry.bit == 0 { return formats[entry.format] }
            seen |= entry.bit
          }
        }
        try cursor.skipValue()
      } while try cursor.anotherMember()
    } catch {
      // A damaged object of a known format is left to the format, which says where the damage is.
      guard let format = format(seen) else { throw error }
      return format
    }
    return format(seen)
  }

  private func format(_ seen: UInt128) -> DumpFormat? {
    let number = masks.firstIndex { $0.needed != 0 && seen & $0.needed == $0.needed && seen & $0.excluded == 0 }
    return number.map { formats[$0] }
  }
}
