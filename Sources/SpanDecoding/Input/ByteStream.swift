import HostSystem

/// Bytes that come one after the other.
protocol ByteStream: ~Copyable {
  /// Reads what is next into `buffer` at `start`, until `count` bytes are there or the stream ends.
  ///
  /// - Returns: How many bytes were read, fewer than `count` only at the end.
  func readStream(into buffer: inout [UInt8], at start: Int, count: Int) throws(SystemError) -> Int
}

extension FileDescriptor: ByteStream {
  func readStream(into buffer: inout [UInt8], at start: Int, count: Int) throws(SystemError) -> Int {
    try borrowed.readStream(into: &buffer, at: start, count: count)
  }
}

extension ChildOutput: ByteStream {}
