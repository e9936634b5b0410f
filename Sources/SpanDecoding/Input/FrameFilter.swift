import HostSystem

/// Takes the collector's length framing out of a stream: a 4-byte big-endian length stands before each message.
///
/// The lengths become white space, the last byte of each a line feed, so that offsets stay those of the input and
/// every message begins a line. A length past the end, or after which no message begins, ends the framing: the rest is read as it is.
///
/// Source: opentelemetry-collector-contrib, fileexporter, `buf.go` (`exportMessageAsBuffer`).
struct FrameFilter {
  /// Bytes of the length field.
  static let fieldSize = 4
  private var untilField = 0
  private var field: [UInt8] = []

  /// Whether a stream that begins with these bytes (eight are enough) is framed: a length, then an object, array or zstd frame.
  static func isFramed(_ head: some RandomAccessCollection<UInt8>) -> Bool {
    let bytes = Array(head.prefix(8))
    guard bytes.count == 8 else { return false }
    // White space, NULs or brackets before the first value are no length.
    let isText = bytes[..<4].allSatisfy { $0 == 0 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d || $0 == 0x20 }
    let length = length(bytes[0..<4])
    guard !isText, 2...(1 << 30) ~= length else { return false }
    return isZstandard(bytes) || bytes[4] == UInt8(ascii: "{") || bytes[4] == UInt8(ascii: "[")
  }

  /// Whether the first framed message is a zstd frame.
  static func isZstandard(_ head: [UInt8]) -> Bool {
    head.count >= 8 && Array(head[4..<8]) == [0x28, 0xb5, 0x2f, 0xfd]
  }

  /// Where the message behind the first `count` ones begins; nil when the file ends before. O(`count`) short reads.
  static func offset(behind count: Int, in file: BorrowedDescriptor, size: Int) -> Int? {
    var place = 0
    var field = [UInt8](repeating: 0, count: fieldSize)
    for _ in 0..<count {
      guard (try? file.read(into: &field, count: fieldSize, from: place)) == fieldSize else { return nil }
      place += fieldSize + length(field[...])
    }
    return place < size ? place : nil
  }

  static func length(_ field: ArraySlice<UInt8>) -> Int { field.reduce(0) { $0 << 8 | Int($1) } }

  /// Blanks the length fields in `bytes[start..<end]`, the next piece of the stream.
  mutating func apply(to bytes: inout [UInt8], from start: Int, to end: Int) {
    var place = start
    while place < end {
      if untilField > 0 {
        let step = min(untilField, end - place)
        untilField -= step
        place += step
        continue
      }
      field.append(bytes[place])
      bytes[place] = field.count == FrameFilter.fieldSize ? 0x0a : 0x20
      place += 1
      if field.count == FrameFilter.fieldSize {
        untilField = FrameFilter.length(field[...])
        field = []
      }
    }
  }
}
