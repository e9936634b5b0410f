import Glibc

/// What ``UnfinishedWork`` remembers, as a signal handler can see it: in memory that is never given back, read without a lock.
///
/// Changed under that value's lock. What does not fit is left out: a crash then leaves it behind.
enum CrashTable {
  private static let pathLimit = 256
  private static let childLimit = 64

  // SAFETY: both tables live as long as the process. One thread at a time changes them; a handler that reads an entry while it is
  // changed sees the old or the new one, both of which stay readable.
  private nonisolated(unsafe) static let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: pathLimit)
    unsafe table.initialize(repeating: nil, count: pathLimit)
    return unsafe table
  }()
  private nonisolated(unsafe) static let children: UnsafeMutablePointer<pid_t> = {
    let table = UnsafeMutablePointer<pid_t>.allocate(capacity: childLimit)
    unsafe table.initialize(repeating: 0, count: childLimit)
    return unsafe table
  }()

  static func add(_ path: String) {
    for index in 0..<pathLimit where unsafe paths[index] == nil {
      unsafe paths[index] = strdup(path)
      return
    }
  }

  /// The text stays: a handler may be reading it. A run has a few dozen.
  static func remove(_ path: String) {
    for index in 0..<pathLimit {
      if let text = unsafe paths[index], unsafe strcmp(text, path) == 0 { unsafe paths[index] = nil }
    }
  }

  static func add(_ child: pid_t) {
    for index in 0..<childLimit where unsafe children[index] == 0 {
      unsafe children[index] = child
      return
    }
  }

  static func remove(_ child: pid_t) {
    for index in 0..<childLimit where unsafe children[index] == child { unsafe children[index] = 0 }
  }

  /// Makes the tables, which a handler cannot.
  static func prepare() { _ = unsafe (paths[0], children[0]) }

  /// Removes all files, then the folders they were in, and kills the children. Allocates nothing and takes no lock.
  static func clear() {
    for index in 0..<childLimit where unsafe children[index] > 0 { _ = unsafe kill(children[index], SIGKILL) }
    for index in 0..<pathLimit { if let text = unsafe paths[index] { _ = unsafe unlink(text) } }
    for index in 0..<pathLimit { if let text = unsafe paths[index] { _ = unsafe rmdir(text) } }
  }
}
