import HostSystem
import TraceModel

/// Lines that rotation cut in two: the parts are left out of their files and joined.
///
/// Only files with a value a line are looked at. The files of a set are decoded in the order of time, each knowing what the one before left
/// open. A cut line is one that its file ends within and that is a whole value together with the first line of the next file of its set, or
/// whose next file does not begin with a whole value.
struct RotationSeams {
  /// Bytes that stand in several files.
  struct Joined {
    /// The input the first of them stands in, and where.
    var input: Int
    var base: Int
    var bytes: [UInt8]
  }

  /// By input number, the files of its set in the order of time; inputs that are in none are left out.
  private(set) var sets: [Int: [Int]] = [:]
  private(set) var joined: [Joined] = []
  /// The line that the file before ended within.
  private(set) var open: Joined?

  /// Finds the sets of rotated files among the inputs by their names.
  init(_ inputs: [DumpInput]) {
    var files: [String: [(number: Int, stamp: String?)]] = [:]
    for (number, input) in inputs.enumerated() where !input.isStandardInput {
      let name = RotatedName(path: input.path)
      files[name.set, default: []].append((number, name.stamp))
    }
    for set in files.values where set.count > 1 {
      let ordered = set.sorted { left, right in
        switch (left.stamp, right.stamp) {
        case (nil, nil): left.number < right.number
        case (nil, _): false
        case (_, nil): true
        case (let one?, let other?): (one, left.number) < (other, right.number)
        }
      }
      for file in set { sets[file.number] = ordered.map(\.number) }
    }
  }

  /// The inputs in the order in which they are to be decoded: sets by time, in place of their first, all others as given.
  func order(of count: Int) -> [Int] {
    (0..<count).flatMap { number in
      guard let set = sets[number] else { return [number] }
      return set.min() == number ? set : []
    }
  }

  /// Tells a file of a set from those before it: none of them goes on in the first.
  mutating func begin(_ number: Int) {
    if sets[number]?.first == number { close() }
  }

  /// Whether another file of its set follows.
  func isFollowed(_ number: Int) -> Bool { sets[number].map { $0.last != number } ?? false }

  /// Finds what of a plain file goes with the line that the one before left open, and what it leaves open itself.
  ///
  /// - Returns: What of it is to be decoded by itself.
  mutating func look(
    at source: borrowing InputSource, _ number: Int, size: Int, _ options: DecodingOptions
  ) throws(SpanDecodingError) -> Range<Int> {
    if sets[number] == nil { return 0..<size }
    guard size > 0 else {
      close()
      return 0..<0
    }
    var begin = 0
    if let before = open {
      let head = try RotationSeams.firstLine(source, size: size, options)
      let whole = before.bytes + head
      if RotationSeams.belongs(head, to: before.bytes) {
        open?.bytes = whole
        begin = head.count
      }
      if begin == size, !RotationSeams.isWhole(whole) { return size..<size }
      close()
    }
    guard isFollowed(number), let tail = try RotationSeams.cutLine(source, from: begin, size: size, options) else {
      return begin..<size
    }
    open = Joined(input: number, base: size - tail.count, bytes: tail)
    return begin..<size - tail.count
  }

  /// Whether the first line of a file goes on where the file before ended.
  static func belongs(_ head: [UInt8], to open: [UInt8]) -> Bool { isWhole(open + head) || !isWhole(head) }

  /// Takes in what decoding found at the ends of a packed file.
  mutating func add(_ ends: StreamEnds) {
    if !ends.head.isEmpty { open?.bytes += ends.head }
    if ends.isAllHead, let open, !RotationSeams.isWhole(open.bytes) { return }
    close()
    open = ends.tail
  }

  /// Nothing more belongs to the open line.
  mutating func close() {
    if let line = open.take() { joined.append(line) }
  }

  /// The bytes up to and with the first line feed.
  private static func firstLine(
    _ source: borrowing InputSource, size: Int, _ options: DecodingOptions
  ) throws(SpanDecodingError) -> [UInt8] {
    var line: [UInt8] = []
    while line.count < min(size, options.maxValue) {
      let piece = try read(source, from: line.count, count: min(1 << 16, size - line.count))
      if piece.isEmpty { break }
      if let feed = piece.firstIndex(of: 0x0a) { return line + piece[...feed] }
      line += piece
    }
    return line
  }

  /// The last line when the file ends within its value, else nil.
  private static func cutLine(
    _ source: borrowing InputSource, from begin: Int, size: Int, _ options: DecodingOptions
  ) throws(SpanDecodingError) -> [UInt8]? {
    var pieces: [ArraySlice<UInt8>] = []
    var start = size
    var hasLine = false
    while start > begin, !hasLine, size - start < options.maxValue {
      let end = start
      start = max(begin, end - 1 << 16)
      var piece = try read(source, from: start, count: end - start)[...]
      if let feed = piece.lastIndex(of: 0x0a) {
        piece = piece[(feed + 1)...]
        hasLine = true
      }
      pieces.append(piece)
    }
    var line: [UInt8] = []
    for piece in pieces.reversed() { line += piece }
    guard let first = line.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
    return isWhole(line) ? nil : line
  }

  private static func read(
    _ source: borrowing InputSource, from offset: Int, count: Int
  ) throws(SpanDecodingError) -> [UInt8] {
    let file = source.file.borrowed
    return try SpanDecodingError.reading(source.path) { () throws(SystemError) in
      try file.bytes(count: count, from: offset)
    }
  }

  /// Whether the bytes are whole values and white space.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    JSONCursor.over(bytes[...]) { cursor in
      do throws(JSONError) {
        while true {
          cursor.skipSpace()
          if cursor.offset >= cursor.end { return true }
          if cursor.byte != UInt8(ascii: "{"), cursor.byte != UInt8(ascii: "[") { return false }
          try cursor.skipValue()
        }
      } catch {
        return false
      }
    }
  }
}
