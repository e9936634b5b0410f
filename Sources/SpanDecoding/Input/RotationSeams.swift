import TraceModel

/// Lines that rotation cut in two: the parts are left out of their files and joined.
///
/// Only files with a value a line are looked at. A set without packed files is looked at before it is decoded; one with them is decoded in the
/// order of time, each file knowing what the one before left open. A cut line is one that its file ends within and that is a whole value
/// together with the first line of the next file of its set, or whose next file does not begin with a whole value.
struct RotationSeams {
  /// Bytes that stand in several files.
  struct Joined {
    /// The input the first of them stands in, and where.
    var input: Int
    var base: Int
    var bytes: [UInt8]
  }

  /// By input number, what to read of a file when it is not all.
  private(set) var stretches: [Int: Range<Int>] = [:]
  private(set) var joined: [Joined] = []
  /// By input number, for sets with packed files: the files in the order of time.
  private(set) var packedSets: [Int: [Int]] = [:]

  /// Finds the sets of rotated files among the inputs, and the lines cut between them. Reads the first and last line of each.
  ///
  /// - Throws: When a file cannot be opened or read.
  static func find(in inputs: [DumpInput], options: DecodingOptions) throws(SpanDecodingError) -> RotationSeams {
    var seams = RotationSeams()
    var sets: [String: [(number: Int, stamp: String?)]] = [:]
    var names: [String] = []
    for (number, input) in inputs.enumerated() where !input.isStandardInput {
      let name = RotatedName(path: input.path)
      if sets[name.set] == nil { names.append(name.set) }
      sets[name.set, default: []].append((number, name.stamp))
    }
    for name in names {
      guard let files = sets[name], files.count > 1 else { continue }
      let ordered = files.sorted { left, right in
        guard let stamp = left.stamp else { return false }
        return right.stamp.map { stamp < $0 } ?? true
      }
      let numbers = ordered.map(\.number)
      if numbers.contains(where: { inputs[$0].path.hasSuffix(".gz") || inputs[$0].path.hasSuffix(".zst") }) {
        for number in numbers { seams.packedSets[number] = numbers }
      } else {
        try seams.join(numbers, inputs, options)
      }
    }
    return seams
  }

  /// The inputs in the order in which they are to be decoded: packed sets by time, at the place of their first, all others as given.
  func order(of count: Int) -> [Int] {
    var order: [Int] = []
    for number in 0..<count {
      guard let set = packedSets[number] else {
        order.append(number)
        continue
      }
      if set.min() == number { order += set }
    }
    return order
  }

  private mutating func join(
    _ files: [Int], _ inputs: [DumpInput], _ options: DecodingOptions
  ) throws(SpanDecodingError) {
    var cut: Joined?
    for number in files {
      let source = try InputSource.open(inputs[number])
      try look(at: source, number, isLast: number == files.last, &cut, options)
    }
    settle(&cut)
  }

  /// Finds what of a plain file goes with the line that the one before left open, and what it leaves open itself.
  mutating func look(
    at source: borrowing InputSource, _ number: Int, isLast: Bool, _ cut: inout Joined?, _ options: DecodingOptions
  ) throws(SpanDecodingError) {
    guard let size = source.plainSize, size > 0 else {
      settle(&cut)
      return
    }
    var begin = 0
    if let open = cut {
      let head = try RotationSeams.firstLine(source, size: size, options)
      let whole = open.bytes + head
      if RotationSeams.belongs(head, to: open.bytes) {
        cut?.bytes = whole
        begin = head.count
      }
      if begin == size, !RotationSeams.isWhole(whole) {
        stretches[number] = size..<size
        return
      }
      settle(&cut)
    }
    let tail = isLast ? nil : try RotationSeams.cutLine(source, from: begin, size: size, options)
    if begin > 0 || tail != nil { stretches[number] = begin..<(size - (tail?.count ?? 0)) }
    if let tail { cut = Joined(input: number, base: size - tail.count, bytes: tail) }
  }

  /// Whether the first line of a file goes on where the file before ended.
  static func belongs(_ head: [UInt8], to open: [UInt8]) -> Bool { isWhole(open + head) || !isWhole(head) }

  /// Takes in what decoding found at the ends of a packed file.
  mutating func add(_ ends: StreamEnds, _ cut: inout Joined?) {
    if !ends.head.isEmpty { cut?.bytes += ends.head }
    if ends.isAllHead, let open = cut, !RotationSeams.isWhole(open.bytes) { return }
    settle(&cut)
    cut = ends.tail
  }

  mutating func settle(_ cut: inout Joined?) {
    if let cut { joined.append(cut) }
    cut = nil
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
    var line: [UInt8] = []
    var place = size
    while place > begin, line.count < options.maxValue {
      let start = max(begin, place - 1 << 16)
      let piece = try read(source, from: start, count: place - start)
      place = start
      if let feed = piece.lastIndex(of: 0x0a) {
        line = piece[(feed + 1)...] + line
        break
      }
      line = piece + line
    }
    guard let first = line.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
    return isWhole(line) ? nil : line
  }

  private static func read(
    _ source: borrowing InputSource, from offset: Int, count: Int
  ) throws(SpanDecodingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard let got = source.file.read(into: &bytes, at: 0, count: count, from: offset) else {
      throw SpanDecodingError(input: source.path, reason: .cannotRead(code: systemErrorNumber()))
    }
    return Array(bytes[..<got])
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
