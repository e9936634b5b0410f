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

  /// Blanks in the first window of the stream what goes with the open line.
  mutating func takeHead(of window: inout InputWindow) {
    guard let open else { return }
    let feed = window.bytes[..<window.count].firstIndex(of: 0x0a)
    if feed == nil, !window.isLast { return }
    let first = Array(window.bytes[..<(feed.map { $0 + 1 } ?? window.count)])
    guard RotationSeams.belongs(first, to: open) else { return }
    head = first
    isAllHead = window.isLast && first.count == window.count
    window.blank(first: first.count)
  }

  /// Keeps what is left at the end of the stream when it is a line that was cut.
  ///
  /// - Returns: Whether it is.
  mutating func takeTail(_ window: InputWindow, of input: Int) -> Bool {
    let bytes = Array(window.bytes[..<window.count])
    guard isFollowed, let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      !bytes.contains(0x0a), !RotationSeams.isWhole(bytes)
    else { return false }
    tail = RotationSeams.Joined(input: input, base: window.base, bytes: bytes)
    return true
  }
}
