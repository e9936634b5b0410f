import HostSystem

/// Turns UTF-16 into UTF-8 while it is read, as a redirected console on Windows writes it.
///
/// A surrogate without its partner, and a last odd byte, become U+FFFD. The byte order mark is left out.
struct UTF16Filter {
  private let isBigEndian: Bool
  /// Bytes of the stream that are not turned yet.
  private var raw: [UInt8]
  /// UTF-8 that is not taken yet, from an index on.
  private var ready: [UInt8] = []
  private var taken = 0
  private var isAtMark = true
  private var hasEnded = false

  /// Nil unless the first bytes of the stream are a byte order mark of UTF-16.
  ///
  /// `head` are those of them that have been taken out of it.
  init?(magic: [UInt8], head: [UInt8]) {
    let mark = Array(magic.prefix(2))
    guard mark == [0xff, 0xfe] || mark == [0xfe, 0xff], magic.prefix(4) != [0xff, 0xfe, 0, 0] else { return nil }
    isBigEndian = mark[0] == 0xfe
    raw = head
  }

  /// Reads `count` bytes of UTF-8 to `start` of the buffer.
  ///
  /// - Returns: How many there were, fewer only at the end of the stream.
  /// - Throws: When the stream cannot be read.
  mutating func read(
    _ file: borrowing some ByteStream & ~Copyable, into buffer: inout [UInt8], at start: Int, count: Int
  ) throws(SystemError) -> Int {
    var written = 0
    while written < count {
      if taken == ready.count {
        if hasEnded { break }
        try fill(file)
        continue
      }
      let part = min(count - written, ready.count - taken)
      buffer.replaceSubrange(start + written..<start + written + part, with: ready[taken..<taken + part])
      taken += part
      written += part
    }
    return written
  }

  private mutating func fill(_ file: borrowing some ByteStream & ~Copyable) throws(SystemError) {
    let size = 1 << 16
    let had = raw.count
    raw += [UInt8](repeating: 0, count: size)
    let got = try file.readStream(into: &raw, at: had, count: size)
    raw.removeLast(size - got)
    hasEnded = got < size
    ready.removeAll(keepingCapacity: true)
    taken = 0
    turn()
  }

  private mutating func turn() {
    var index = 0
    func unit(_ index: Int) -> UInt16 {
      let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    while index + 1 < raw.count {
      let first = unit(index)
      var scalar = Unicode.Scalar(UInt32(first))
      var length = 2
      if 0xd800...0xdbff ~= first {
        // The partner may not have come yet.
        if index + 3 >= raw.count, !hasEnded { break }
        if index + 3 < raw.count, case let second = unit(index + 2), 0xdc00...0xdfff ~= second {
          scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
          length = 4
        }
      }
      if !(isAtMark && first == 0xfeff) { ready += UTF8.encode(scalar ?? "\u{fffd}").map(Array.init) ?? [] }
      isAtMark = false
      index += length
    }
    raw.removeFirst(index)
    if hasEnded, !raw.isEmpty {
      ready += "\u{fffd}".utf8
      raw = []
    }
  }
}
