import Glibc
import Synchronization

/// What a child writes, read as a stream. What it says on standard error is taken beside, so that it never waits for somebody to hear it.
package struct ChildOutput: ~Copyable {
  /// The child's first words, of which a message is made.
  private static let wordLimit = 4096

  struct Heard: Sendable {
    var bytes: [UInt8] = []
    var hasEnded = false
  }

  private let output: FileDescriptor
  private let messages: FileDescriptor
  private let heard = Mutex(Heard())

  package init(output: consuming FileDescriptor, messages: consuming FileDescriptor) {
    self.output = output
    self.messages = messages
  }

  /// The first of what was said so far.
  package var words: [UInt8] { heard.withLock { $0.bytes } }

  /// Reads what is next into `buffer` at `start`, until `count` bytes are there or the output ends.
  ///
  /// - Throws: What the system refuses.
  /// - Returns: How many bytes were read, fewer than `count` only at the end.
  package func readStream(into buffer: inout [UInt8], at start: Int, count: Int) throws(SystemError) -> Int {
    var done = 0
    while done < count {
      if !(try wait(forOutput: true, timeoutMs: -1)).output { continue }
      let got = try output.borrowed.readOnce(into: &buffer, at: start + done, count: count - done)
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Nothing more will be said.
  package var isSilent: Bool { heard.withLock { $0.hasEnded } }

  /// Hears what is said within `timeoutMs`.
  ///
  /// - Returns: Whether anything was.
  package func hear(timeoutMs: Int32) throws(SystemError) -> Bool {
    try wait(forOutput: false, timeoutMs: timeoutMs).words
  }

  /// Waits for output or words, and takes the words.
  ///
  /// - Returns: Whether there is output, or its end; whether there were words.
  private func wait(forOutput: Bool, timeoutMs: Int32) throws(SystemError) -> (output: Bool, words: Bool) {
    let hasEnded = heard.withLock { $0.hasEnded }
    var requests = [
      pollfd(fd: forOutput ? output.number : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: hasEnded ? -1 : messages.number, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: the count is that of the array; negative descriptors are passed over.
    if unsafe poll(&requests, 2, timeoutMs) < 0 {
      if errno == EINTR { return (false, false) }
      throw .last
    }
    let hasOutput = requests[0].revents != 0
    if requests[1].revents == 0 { return (hasOutput, false) }
    let words = try messages.borrowed.readSome(1 << 14)
    heard.withLock { heard in
      heard.hasEnded = words.isEmpty
      heard.bytes += words.prefix(Self.wordLimit - heard.bytes.count)
    }
    return (hasOutput, !words.isEmpty)
  }
}
