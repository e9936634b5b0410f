import Glibc

/// A file, folder or stream that could not be written or read.
struct OutputError: Error, Equatable, CustomStringConvertible {
  /// The path as the user wrote it, or "standard output".
  var place: String
  var problem: String
  var remedy: String
  /// The system's error number; 0 when the refusal is ours.
  var code: Int32

  /// What the system refused: `action` is what was tried ("cannot be written"), `code` what `errno` held.
  init(_ place: String, _ action: String, code: Int32) {
    self.place = place
    self.code = code
    let (reason, remedy) = Self.words(for: code)
    problem = "\(action): \(reason)"
    self.remedy = remedy
  }

  init(_ place: String, refused problem: String, remedy: String) {
    self.place = place
    self.problem = problem
    self.remedy = remedy
    code = 0
  }

  /// Whether the reader of a pipe has gone; the program then ends quietly.
  var isBrokenPipe: Bool { code == EPIPE }

  var description: String { "\(place): \(problem); \(remedy)" }

  private static func words(for code: Int32) -> (reason: String, remedy: String) {
    switch code {
    case ENOENT: ("there is no such file or folder", "check the path")
    case EACCES, EPERM: ("permission denied", "check who owns it, or choose another place")
    case ENOSPC: ("no space is left on the device", "free some space or choose another place")
    case EDQUOT: ("the disk quota is used up", "free some space or choose another place")
    case EROFS: ("the file system is read-only", "choose another place")
    case EISDIR: ("it is a folder", "name a file")
    case ENOTDIR: ("a part of the path is no folder", "check the path")
    case EEXIST: ("it is there already", "choose another name")
    case EPIPE: ("the reader has gone", "nothing is to be done")
    case ENAMETOOLONG: ("the name is too long", "choose a shorter one")
    case EMFILE, ENFILE: ("too many files are open", "raise the limit (ulimit -n)")
    case ELOOP: ("its symbolic links lead round in a circle", "check the path")
    case EIO: ("the device reports an error", "check the disk")
    case EXDEV: ("it is on another file system", "choose a place beside it")
    case EBUSY: ("it is in use", "choose another place")
    case EBADF: ("it is not open", "check how the program was started")
    case EFBIG: ("the file is too large for the file system", "choose another place")
    default: ("system error \(code)", "look up the number with errno(1)")
    }
  }
}
