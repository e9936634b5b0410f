import Glibc

/// The three standard streams.
package enum StandardStreams {
  /// Fills the numbers of standard streams that are closed, so that no file that is opened later becomes one of them and gets
  /// what was meant for it. Reading and writing them fails as on a closed one. Call before anything is opened.
  package static func reserve() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 {
      // SAFETY: the path is a constant. The lowest free number is taken, which is this one.
      _ = unsafe open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
