import Glibc

/// The two ends of a pipe that child processes do not inherit by themselves.
package struct Pipe: ~Copyable {
  package let reading: FileDescriptor
  package let writing: FileDescriptor

  package init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    // No child is started before the ends are marked.
    let code = UnfinishedWork.ofProcess.undisturbed {
      // SAFETY: the array has room for the two descriptors.
      if unsafe pipe(&ends) != 0 { return errno }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return 0
    }
    if code != 0 { throw SystemError(code: code) }
    reading = FileDescriptor(owning: ends[0])
    writing = FileDescriptor(owning: ends[1])
  }

  /// Closes the writing end and keeps the other.
  package consuming func takeReading() -> FileDescriptor { reading }

  /// Closes the reading end and keeps the other.
  package consuming func takeWriting() -> FileDescriptor { writing }
}
