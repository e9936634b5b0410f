import Glibc

/// Hands the zstd frames of a framed input to a decompressor, without their lengths and with ``mark`` after each, on a thread of its own.
enum FrameFeeder {
  private final class Job {
    let input: Int32
    let output: Int32
    let head: [UInt8]

    init(input: Int32, output: Int32, head: [UInt8]) {
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
    let copies = (fcntl(input.number, F_DUPFD_CLOEXEC, 3), fcntl(output.number, F_DUPFD_CLOEXEC, 3))
    let job = unsafe Unmanaged.passRetained(Job(input: copies.0, output: copies.1, head: head))
    var thread = pthread_t()
    // SAFETY: the thread takes over the retained job and releases it.
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let job = unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
        // A reader that has gone shows as an error of the write, not as a signal to the process.
        var blocked = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe sigaddset(&blocked, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
        FrameFeeder.copy(job)
        close(job.output)
        close(job.input)
        return nil
      }, job.toOpaque())
    if status == 0 {
      pthread_detach(thread)
    } else {
      // Without a thread the reader sees an empty input, and says so.
      unsafe job.release()
      close(copies.0)
      close(copies.1)
    }
  }

  private static func copy(_ job: Job) {
    var reader = Reader(input: job.input, bytes: job.head)
    while let field = reader.take(FrameFilter.fieldSize), field.count == FrameFilter.fieldSize {
      var left = FrameFilter.length(field[...])
      while left > 0 {
        guard let part = reader.take(min(left, 1 << 16)), !part.isEmpty else { return }
        left -= part.count
        if !write(part, to: job.output) { return }
      }
      if !write(markFrame, to: job.output) { return }
    }
  }

  private static func write(_ bytes: [UInt8], to output: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      // SAFETY: the array does not move during the call.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return -1 }
        return unsafe Glibc.write(output, base + done, buffer.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      done += count
    }
    return true
  }

  /// Reads a descriptor in pieces of a wanted length.
  private struct Reader {
    let input: Int32
    var bytes: [UInt8]
    var place = 0

    /// The next `count` bytes, fewer at the end; nil when there are none.
    mutating func take(_ count: Int) -> [UInt8]? {
      while bytes.count - place < count {
        bytes.removeFirst(place)
        place = 0
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // SAFETY: the array has the room that is named.
        let got = unsafe piece.withUnsafeMutableBytes { buffer in
          unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
        }
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        bytes += piece[..<got]
      }
      let end = min(bytes.count, place + count)
      if end == place { return nil }
      defer { place = end }
      return Array(bytes[place..<end])
    }
  }
}
