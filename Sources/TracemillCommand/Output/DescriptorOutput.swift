import Glibc

/// Writes all of `bytes`, in as many calls as it takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(OutputError) {
  var offset = 0
  while offset < bytes.count {
    let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
      // SAFETY: the loop condition keeps `offset` inside the buffer, and `write` reads no further than its end.
      let tail = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
      let count = unsafe write(descriptor, tail.baseAddress, tail.count)
      return (count, errno)
    }
    if count >= 0 {
      offset += count
    } else if code == EAGAIN {
      waitUntilWritable(descriptor)
    } else if code != EINTR {
      throw OutputError(name, "cannot be written", code: code)
    }
  }
}

/// Stops until a non-blocking `descriptor` takes more.
private func waitUntilWritable(_ descriptor: Int32) {
  var request = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
  // SAFETY: the count is that of the array.
  _ = unsafe poll(&request, 1, -1)
}

/// Returns the content of a file.
///
/// - Throws: When it cannot be read or has more than `limit` bytes.
func readFile(_ path: String, limit: Int) throws(OutputError) -> [UInt8] {
  // SAFETY: the path is bridged for the call only.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw OutputError(path, "cannot be read", code: errno) }
  defer { close(descriptor) }
  var content: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    // SAFETY: the count is that of the array.
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw OutputError(path, "cannot be read", code: errno) }
    if count == 0 { return content }
    content += chunk[..<count]
    if content.count > limit {
      throw OutputError(path, refused: "it has more than \(limit) bytes", remedy: "is it the right file?")
    }
  }
}

/// Bytes on their way to a descriptor, in blocks of 64 KiB. Does not own the descriptor.
struct DescriptorOutput: ~Copyable {
  private static let blockSize = 1 << 16

  let descriptor: Int32
  /// For errors.
  let name: String
  private var buffer: [UInt8] = []

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  mutating func write(_ text: String) throws(OutputError) {
    buffer += text.utf8
    if buffer.count >= Self.blockSize { try flush() }
  }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer += bytes
    if buffer.count >= Self.blockSize { try flush() }
  }

  mutating func flush() throws(OutputError) {
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try writeAll(buffer, to: descriptor, name: name)
  }
}

/// The result on stdout. What is written is certain only after `finish`, so a full disk is seen.
struct StandardOutput: ~Copyable {
  private var output: DescriptorOutput

  init(descriptor: Int32 = STDOUT_FILENO) {
    output = DescriptorOutput(descriptor: descriptor, name: "standard output")
  }

  mutating func write(_ text: String) throws(OutputError) { try output.write(text) }
  mutating func write(_ bytes: [UInt8]) throws(OutputError) { try output.write(bytes) }

  /// Writes what is still buffered.
  ///
  /// - Throws: When the reader has gone (`isBrokenPipe`) or the device is full.
  consuming func finish() throws(OutputError) { try output.flush() }
}
