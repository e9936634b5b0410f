import HostSystem

/// Hands the zstd frames of a framed input to a decompressor, without their lengths and with ``mark`` after each, on a thread of its own.
enum FrameFeeder {
  private final class Job: Sendable {
    let input: FileDescriptor
    let output: FileDescriptor
    let head: [UInt8]

    init(input: consuming FileDescriptor, output: consuming FileDescriptor, head: [UInt8]) {
      self.input = input
      self.output = output
      self.head = head
    }
  }

  /// What stands behind each message: a NUL, by which they can be counted, since JSON has none, and a line feed.
  static let mark: [UInt8] = [0x00, 0x0a]
  /// A zstd frame of ``mark``, as RFC 8878 lays it out: magic, single segment of 2 bytes, one raw block.
  private static let markFrame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x02, 0x11, 0x00, 0x00] + mark

  /// Starts copying, and returns at once; the copying ends with the input, or when nobody reads the output any more.
  ///
  /// - Parameters:
  ///   - input: Is read from where it stands.
  ///   - output: Is written to.
  ///   - head: What was read of the input before.
  static func start(from input: borrowing FileDescriptor, to output: borrowing FileDescriptor, head: [UInt8]) {
    // Without descriptors or a thread the reader sees an empty input, and says so.
    guard let from = try? input.duplicate(), let to = try? output.duplicate() else { return }
    let job = Job(input: from, output: to, head: head)
    _ = startThread { copy(job) }
  }

  private static func copy(_ job: Job) {
    var reader = Reader(input: job.input.borrowed, bytes: job.head)
    while let field = reader.take(FrameFilter.fieldSize), field.count == FrameFilter.fieldSize {
      var left = FrameFilter.length(field[...])
      while left > 0 {
        guard let part = reader.take(min(left, 1 << 16)), !part.isEmpty else { return }
        left -= part.count
        do { try job.output.borrowed.write(part) } catch { return }
      }
      do { try job.output.borrowed.write(markFrame) } catch { return }
    }
  }

  /// Reads a descriptor in pieces of a wanted length.
  private struct Reader {
    let input: BorrowedDescriptor
    var bytes: [UInt8]
    var place = 0

    /// The next `count` bytes, fewer at the end; nil when there are none.
    mutating func take(_ count: Int) -> [UInt8]? {
      while bytes.count - place < count {
        bytes.removeFirst(place)
        place = 0
        guard let piece = try? input.readSome(1 << 16), !piece.isEmpty else { break }
        bytes += piece
      }
      let end = min(bytes.count, place + count)
      if end == place { return nil }
      defer { place = end }
      return Array(bytes[place..<end])
    }
  }
}
