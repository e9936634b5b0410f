import Glibc

/// An open file, pipe or device that is closed when the value goes; the three standard streams stay open.
package struct FileDescriptor: ~Copyable, Sendable {
  /// For reading and writing while this value lives, which a temporary one does not after the call that hands this out.
  package let borrowed: BorrowedDescriptor

  package var number: Int32 { borrowed.number }

  /// Takes over an open descriptor.
  package init(owning number: Int32) {
    borrowed = BorrowedDescriptor(number)
  }

  /// Opens a folder, to lock or sync it.
  package init(folder path: String) throws(SystemError) {
    try self.init(path, O_RDONLY | O_DIRECTORY)
  }

  /// Opens what is at `path` for reading, from `offset` on.
  package init(reading path: String, from offset: Int = 0) throws(SystemError) {
    try self.init(path, O_RDONLY)
    if offset > 0 { lseek(number, off_t(offset), SEEK_SET) }
  }

  /// Opens what is at `path` for reading; a pipe without a writer reads as empty.
  init(readingWithoutWaiting path: String) throws(SystemError) {
    try self.init(path, O_RDONLY | O_NONBLOCK)
  }

  /// Opens what is at `path` for writing; what it holds stays.
  package init(writing path: String) throws(SystemError) {
    try self.init(path, O_WRONLY)
  }

  /// Makes an empty file at `path`, in place of what a file there holds.
  package init(creating path: String) throws(SystemError) {
    try self.init(path, O_WRONLY | O_CREAT | O_TRUNC)
  }

  init(_ path: String, _ flags: Int32) throws(SystemError) {
    // SAFETY: the path is bridged for the call only; the mode counts for a file that is made.
    let number = unsafe open(path, flags | O_CLOEXEC, 0o666)
    if number < 0 { throw .last }
    borrowed = BorrowedDescriptor(number)
  }

  /// Makes a temporary file without a name in `folder`: it is gone when its last descriptor is.
  package init(unnamedIn folder: String) throws(SystemError) {
    let made = try UnfinishedWork.ofProcess.make(beside: FilePath.joined(folder, "x"), isKept: false) { candidate in
      // SAFETY: here and below the path is bridged for the call only.
      let number = unsafe open(candidate, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if number >= 0 { _ = unsafe unlink(candidate) }
      return number
    }
    borrowed = BorrowedDescriptor(made.result)
  }

  /// Another descriptor of the same open file.
  package func duplicate() throws(SystemError) -> FileDescriptor {
    let number = fcntl(number, F_DUPFD_CLOEXEC, 3)
    if number < 0 { throw .last }
    return FileDescriptor(owning: number)
  }

  /// As ``BorrowedDescriptor/bytes(count:from:)``.
  package func bytes(count: Int, from offset: Int) throws(SystemError) -> [UInt8] {
    try borrowed.bytes(count: count, from: offset)
  }

  /// As ``BorrowedDescriptor/sync()``.
  package func sync() throws(SystemError) { try borrowed.sync() }

  /// Waits until no other process holds the lock of what is open here, at most `patience`; it is held until the descriptor closes.
  ///
  /// - Throws: `EWOULDBLOCK` when another holds it for longer.
  package func lock(patience: Duration) throws(SystemError) {
    let deadline = ContinuousClock.now + patience
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code != EINTR, code != EWOULDBLOCK || ContinuousClock.now >= deadline { throw SystemError(code: code) }
      usleep(10_000)
    }
  }

  deinit {
    if number > 2 { close(number) }
  }
}
