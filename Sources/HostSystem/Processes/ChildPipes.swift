import Glibc

/// The standard streams of a child: what is still to be fed, and what has been read.
///
/// Streams are socket pairs, which unlike pipes are made close-on-exec in one step and written without SIGPIPE.
struct ChildPipes: ~Copyable {
  static let errorLimit = 1 << 16

  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  private(set) var isOutputCut = false
  /// What the child gets as 0, 1 and 2; -1 is /dev/null.
  private(set) var childEnds: [Int32] = [-1, -1, -1]
  /// Our ends; -1 when closed or not ours.
  private var ends: [Int32] = [-1, -1, -1]
  private var ownsOutput = true
  private let input: [UInt8]
  private var fed = 0
  private var outputLimit = 0

  init(input: [UInt8]?, output: ChildProcess.Output) throws(SystemError) {
    self.input = input ?? []
    if input != nil { try open(0) }
    switch output {
    case .captured(let limit):
      outputLimit = limit
      try open(1)
    case .descriptor(let descriptor):
      childEnds[1] = descriptor.number
      ownsOutput = false
    }
    try open(2)
    if input?.isEmpty == true { shut(0) }
  }

  private mutating func open(_ stream: Int) throws(SystemError) {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    // SAFETY: the call writes two descriptors.
    guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw .last }
    ends[stream] = pair[0]
    childEnds[stream] = pair[1]
    // Half-closed, as a pipe is.
    shutdown(pair[0], Int32(stream == 0 ? SHUT_RD : SHUT_WR))
  }

  /// Whether there is something left to feed or read.
  var isOpen: Bool { ends.contains { $0 >= 0 } }

  mutating func closeChildEnds() {
    for stream in 0..<3 where childEnds[stream] >= 0 && (stream != 1 || ownsOutput) { close(childEnds[stream]) }
    childEnds = [-1, -1, -1]
  }

  /// Feeds and reads what is possible now, after waiting at most `timeoutMs`.
  ///
  /// - Returns: Whether anything was.
  mutating func exchange(timeoutMs: Int32) throws(SystemError) -> Bool {
    var requests = ends.enumerated().map { stream, descriptor in
      pollfd(fd: descriptor, events: Int16(stream == 0 ? POLLOUT : POLLIN), revents: 0)
    }
    // SAFETY: the count is that of the array; negative descriptors are passed over.
    if unsafe poll(&requests, 3, timeoutMs) < 0 {
      if errno == EINTR { return true }
      throw .last
    }
    if requests[0].revents != 0 { feed() }
    if requests[1].revents != 0 { read(1) }
    if requests[2].revents != 0 { read(2) }
    return requests.contains { $0.revents != 0 }
  }

  private mutating func feed() {
    let (descriptor, offset) = (ends[0], fed)
    let (count, code) = unsafe input.withUnsafeBytes { buffer in
      // SAFETY: `fed` never passes the end of the input.
      let tail = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
      let count = unsafe send(
        descriptor, tail.baseAddress, tail.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      return (count, errno)
    }
    if count > 0 { fed += count }
    // A child that reads no further is no error: its exit status says what it makes of it.
    let isRefused = count < 0 && code != EAGAIN && code != EINTR
    if fed == input.count || isRefused { shut(0) }
  }

  private mutating func read(_ stream: Int) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    // SAFETY: the count is that of the array.
    let count = unsafe recv(ends[stream], &chunk, chunk.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return shut(stream) }
    if stream == 1 {
      let kept = min(count, outputLimit - output.count)
      output += chunk[..<kept]
      isOutputCut = isOutputCut || kept < count
    } else {
      errors += chunk[..<min(count, Self.errorLimit - errors.count)]
    }
  }

  private mutating func shut(_ stream: Int) {
    close(ends[stream])
    ends[stream] = -1
  }

  deinit {
    for descriptor in ends where descriptor >= 0 { close(descriptor) }
    for stream in 0..<3 where childEnds[stream] >= 0 && (stream != 1 || ownsOutput) { close(childEnds[stream]) }
  }
}
