/// What a packed file of a rotated set has of lines that rotation cut.
struct StreamEnds {
  /// What the file before ended with, when it ended within a line.
  var open: [UInt8]?
  /// Another file follows: a line that ends with the stream is left for it.
  var isFollowed = false
  /// The rest of the open line; not decoded with the stream.
  private(set) var head: [UInt8] = []
  /// There is nothing but ``head`` in the stream.
  private(set) var isAllHead = false
  /// The line that the stream ends within; not decoded with it.
  private(set) var tail: RotationSeams.Joined?

  /// How many bytes are left to be decoded with those of other files.
  var count: Int { head.count + (tail?.bytes.count ?? 0) }

  /// Blanks in the first block of the stream what goes with the open line.
  mutating func takeHead(of block: inout BlockStream.Block) {
    guard let open else { return }
    let feed = block.bytes[..<block.count].firstIndex(of: 0x0a)
    if feed == nil, !block.isLast { return }
    let first = Array(block.bytes[..<(feed.map { $0 + 1 } ?? block.count)])
    guard RotationSeams.belongs(first, to: open) else { return }
    head = first
    isAllHead = block.isLast && first.count == block.count
    for place in first.indices where first[place] != 0x0a { block.bytes[place] = 0x20 }
  }

  /// Keeps the bytes at the end of the stream when they are a line that was cut.
  ///
  /// - Returns: Whether they are.
  mutating func takeTail(_ bytes: ArraySlice<UInt8>, of input: Int, base: Int) -> Bool {
    guard isFollowed, let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      !bytes.contains(0x0a), !RotationSeams.isWhole(Array(bytes))
    else { return false }
    tail = RotationSeams.Joined(input: input, base: base, bytes: Array(bytes))
    return true
  }
}
