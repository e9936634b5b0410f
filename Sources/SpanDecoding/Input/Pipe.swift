import Glibc

/// The two ends of a pipe that child processes do not inherit by themselves.
struct Pipe: ~Copyable {
  let reading: FileDescriptor
  let writing: FileDescriptor

  init(for path: String) throws(SpanDecodingError) {
    var ends: [Int32] = [-1, -1]
    // SAFETY: the array has room for the two descriptors.
    if unsafe pipe(&ends) != 0 { throw SpanDecodingError(input: path, reason: .cannotOpen(code: errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = FileDescriptor(owning: ends[0])
    writing = FileDescriptor(owning: ends[1])
  }

  /// Closes the writing end and keeps the other.
  consuming func takeReading() -> FileDescriptor { reading }
}
