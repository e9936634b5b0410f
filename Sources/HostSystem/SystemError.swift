import Glibc

/// An error number of the system, with words for people.
package struct SystemError: Error, Equatable, Sendable {
  /// What `errno` held.
  package var code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// The error of the call that has just failed on this thread.
  package static var last: SystemError { SystemError(code: errno) }

  /// What is wrong: "permission denied".
  package var message: String { words.message }

  /// What may be done about it where something was to be written.
  package var remedy: String { words.remedy }

  private var words: (message: String, remedy: String) {
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
    case EFBIG:
      ("the file is too large for the file system or its limit", "choose another place or raise the limit (ulimit -f)")
    case ENOMEM: ("there is not enough memory", "free some memory")
    case EWOULDBLOCK: ("another process is at work on it", "try again when that has ended")
    case ENXIO: ("nobody reads it", "start its reader first")
    default: (named, "check the path and the disk")
    }
  }

  private var named: String {
    // SAFETY: strerror gives a text that ends in NUL and lives until this thread's next call; it is copied at once.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "system error \(code)"
  }
}
