import Glibc
import TraceModel

/// The temporary file that spans are spilled to. It has no name: it is gone when the process is.
struct SpillFile: Sendable {
  /// One stretch of the file: spans of one partition, written at one time.
  struct Segment: Sendable {
    var offset: Int
    var count: Int
    /// Its spans were moved here beside those they are linked with; else some of them may have been moved away.
    var isMoved: Bool
  }

  private let descriptor: Descriptor
  private let folder: String
  private var segments: [[Segment]]
  private var end = 0

  /// Closes itself when the last copy of the file goes.
  private final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) {
      self.number = number
    }

    deinit { close(number) }
  }

  init(folder: String, partitions: Int) throws(SpillError) {
    self.folder = folder
    segments = Array(repeating: [], count: partitions)
    var template = Array("\(folder)/.tracemill-spill-XXXXXX".utf8CString)
    // SAFETY: the template is a C string that the call changes in place.
    let number = unsafe mkstemp(&template)
    if number < 0 {
      throw SpillError(folder: folder, reason: .cannotCreate(SpillFile.systemMessage()))
    }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    // SAFETY: the template still is a C string.
    _ = unsafe unlink(template)
    descriptor = Descriptor(number)
  }

  func segments(of partition: Int) -> [Segment] { segments[partition] }

  /// Writes pieces behind what is there; nothing when they are empty.
  mutating func append(_ pieces: SpillPieces, to partition: Int, isMoved: Bool) throws(SpillError) {
    let count = pieces.bytes.count
    if count == 0 { return }
    let start = end
    let number = descriptor.number
    // SAFETY: the bytes do not move during the call, and `done` stays within them.
    let isWritten = unsafe pieces.bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < count {
        let written = unsafe pwrite(
          number, bytes.baseAddress.map { unsafe $0 + done }, count - done, off_t(start + done))
        if written < 0, errno == EINTR { continue }
        if written <= 0 { return false }
        done += written
      }
      return true
    }
    if !isWritten { throw SpillError(folder: folder, reason: .cannotWrite(SpillFile.systemMessage())) }
    segments[partition].append(Segment(offset: start, count: count, isMoved: isMoved))
    end += count
  }

  /// Reads a segment back.
  func read(_ segment: Segment) throws(SpillError) -> [SpillPieces.Piece] {
    let number = descriptor.number
    var got = 0
    // SAFETY: the buffer has room for the segment, and `got` bytes of it are set.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: segment.count) { buffer, count in
      while got < segment.count {
        let read = unsafe pread(
          number, buffer.baseAddress.map { unsafe $0 + got }, segment.count - got, off_t(segment.offset + got))
        if read < 0, errno == EINTR { continue }
        if read <= 0 { break }
        got += read
      }
      count = got
    }
    guard got == segment.count, let pieces = SpillPieces.pieces(in: bytes) else {
      throw SpillError(
        folder: folder, reason: .cannotRead(got == segment.count ? "it was changed" : "it was cut"))
    }
    return pieces
  }

  private static func systemMessage() -> String {
    // SAFETY: strerror returns a C string that stays valid until the next call on this thread.
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
  }
}
