import HostSystem
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

  private let shared: Shared
  private let folder: String
  private var segments: [[Segment]]
  private var end = 0

  /// Closes the file when its last copy goes.
  private final class Shared: Sendable {
    let file: FileDescriptor

    init(_ file: consuming FileDescriptor) {
      self.file = file
    }
  }

  init(folder: String, partitions: Int) throws(SpillError) {
    self.folder = folder
    segments = Array(repeating: [], count: partitions)
    do throws(SystemError) {
      shared = Shared(try FileDescriptor(unnamedIn: folder))
    } catch {
      throw SpillError(folder: folder, reason: .cannotCreate(error.message))
    }
  }

  func segments(of partition: Int) -> [Segment] { segments[partition] }

  /// Writes pieces behind what is there; nothing when they are empty.
  mutating func append(_ pieces: SpillPieces, to partition: Int, isMoved: Bool) throws(SpillError) {
    let count = pieces.bytes.count
    if count == 0 { return }
    let start = end
    do throws(SystemError) {
      try shared.file.borrowed.write(pieces.bytes, at: start)
    } catch {
      throw SpillError(folder: folder, reason: .cannotWrite(error.message))
    }
    segments[partition].append(Segment(offset: start, count: count, isMoved: isMoved))
    end += count
  }

  /// Reads a segment back.
  func read(_ segment: Segment) throws(SpillError) -> [SpillPieces.Piece] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try shared.file.borrowed.bytes(count: segment.count, from: segment.offset)
    } catch {
      throw SpillError(folder: folder, reason: .cannotRead(error.message))
    }
    if bytes.count < segment.count { throw SpillError(folder: folder, reason: .cannotRead("it was cut")) }
    guard let pieces = SpillPieces.pieces(in: bytes) else {
      throw SpillError(folder: folder, reason: .cannotRead("it was changed"))
    }
    return pieces
  }
}
