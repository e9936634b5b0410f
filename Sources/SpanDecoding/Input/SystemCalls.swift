import Glibc

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
  // SAFETY: strerror returns a C string that stays valid until the next call on this thread.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}

/// An open file that closes itself.
struct FileDescriptor: ~Copyable, Sendable {
  let number: Int32

  /// Takes over an open descriptor.
  init(owning number: Int32) {
    self.number = number
  }

  /// Opens a file for reading, from `offset` on.
  init(reading path: String, from offset: Int = 0) throws(SpanDecodingError) {
    number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if number < 0 { throw SpanDecodingError(input: path, reason: .cannotOpen(code: errno)) }
    if offset > 0 { lseek(number, off_t(offset), SEEK_SET) }
  }

  /// Writes a few bytes that a pipe has room for.
  func write(_ bytes: [UInt8]) {
    // SAFETY: the array does not move during the call.
    unsafe bytes.withUnsafeBytes { _ = unsafe Glibc.write(number, $0.baseAddress, $0.count) }
  }

  deinit {
    if number > 2 { close(number) }
  }

  /// Reads into `buffer` at `start` until `count` bytes are there or the file ends, from `offset` of the file.
  ///
  /// - Returns: How many bytes were read, or nil with `errno` set.
  func read(into buffer: inout [UInt8], at start: Int, count: Int, from offset: Int) -> Int? {
    readFile(number, into: &buffer, at: start, count: count, from: offset)
  }

  /// Reads what a pipe has next into `buffer` at `start`, until `count` bytes are there or it ends.
  ///
  /// - Returns: How many bytes were read, or nil with `errno` set.
  func readStream(into buffer: inout [UInt8], at start: Int, count: Int) -> Int? {
    // SAFETY: `start + count` lies within the buffer, which does not move during the call.
    unsafe buffer.withUnsafeMutableBytes { bytes in
      guard let address = bytes.baseAddress else { return 0 }
      var done = 0
      while done < count {
        let got = unsafe Glibc.read(number, address + start + done, count - done)
        if got == 0 { break }
        if got < 0 {
          if errno == EINTR { continue }
          return nil
        }
        done += got
      }
      return done
    }
  }
}

/// The number of the last failed call.
func systemErrorNumber() -> Int32 { errno }

/// Where an open file is read next; nil for a pipe.
func filePlace(_ number: Int32) -> Int? {
  let place = lseek(number, 0, SEEK_CUR)
  return place < 0 ? nil : Int(place)
}

/// Reads into `buffer` at `start` until `count` bytes are there or the file ends, from `offset` of the file.
///
/// - Returns: How many bytes were read, or nil with `errno` set.
func readFile(_ number: Int32, into buffer: inout [UInt8], at start: Int, count: Int, from offset: Int) -> Int? {
  // SAFETY: `start + count` lies within the buffer, which does not move during the call.
  unsafe buffer.withUnsafeMutableBytes { bytes in
    guard let address = bytes.baseAddress else { return 0 }
    var done = 0
    while done < count {
      let got = unsafe pread(number, address + start + done, count - done, off_t(offset + done))
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        return nil
      }
      done += got
    }
    return done
  }
}
