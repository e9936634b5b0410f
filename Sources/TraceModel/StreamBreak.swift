/// Where the unpacking of a compressed input ended before its end: what lies behind is lost.
public struct StreamBreak: Sendable, Equatable, Comparable {
  /// The input's number, in the order of reading.
  public var input: Int
  /// How many bytes had been unpacked by then.
  public var unpacked: Int
  /// How many packed bytes the program had taken in by then; nil for a pipe. The damage lies at or before that place.
  public var place: Int?
  /// The size (bytes) of the packed input; nil for a pipe.
  public var size: Int?
  /// The program that unpacked it.
  public var program: String
  /// What the program said.
  public var message: String

  public init(input: Int, unpacked: Int, place: Int?, size: Int?, program: String, message: String) {
    self.input = input
    self.unpacked = unpacked
    self.place = place
    self.size = size
    self.program = program
    self.message = message
  }

  /// Whether the stream ended too early, rather than being damaged within.
  public var isCut: Bool {
    ["unexpected end", "premature", "truncated"].contains { message.lowercased().contains($0) }
  }

  /// About how many unpacked bytes are lost: as many a packed byte as before the break. Nil where it cannot be told: the input is a
  /// pipe, or all that is there of it was taken in.
  public var bytesLost: Int? {
    guard let place, let size, place > 0, place < size else { return nil }
    return Int(min(Int128(unpacked) * Int128(size - place) / Int128(place), 1 << 60))
  }

  public static func < (left: StreamBreak, right: StreamBreak) -> Bool {
    (left.input, left.unpacked, left.message) < (right.input, right.unpacked, right.message)
  }
}
