import Glibc

/// An open file, pipe or device that somebody else keeps open.
package struct BorrowedDescriptor: Sendable, Equatable {
  package let number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  package static let standardInput = BorrowedDescriptor(0)
  package static let standardOutput = BorrowedDescriptor(1)
  package static let standardError = BorrowedDescriptor(2)

  /// Where the file is read next; nil for a pipe.
  package var position: Int? {
    let position = lseek(number, 0, SEEK_CUR)
    return position < 0 ? nil : Int(position)
  }

  package func facts() throws(SystemError) -> FileFacts {
    var information = stat()
    // SAFETY: the call fills the structure it is given.
    if unsafe fstat(number, &information) != 0 { throw .last }
    return FileFacts(information)
  }

  /// Reads into `buffer` at `start` until `count` bytes are there or the file ends, from `offset` of the file.
  ///
  /// - Returns: How many bytes were read, fewer than `count` only at the end of the file.
  package func read(
    into buffer: inout [UInt8], at start: Int = 0, count: Int, from offset: Int
  ) throws(SystemError) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= buffer.count, "the buffer has no room")
    // SAFETY: the room lies within the buffer, which does not move during the call.
    let (done, code) = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe readAll(UnsafeMutableRawBufferPointer(rebasing: bytes[start...]), upTo: count, from: offset)
    }
    if code != 0 { throw SystemError(code: code) }
    return done
  }

  /// `count` bytes from `offset` of the file, fewer only at its end.
  package func bytes(count: Int, from offset: Int) throws(SystemError) -> [UInt8] {
    var code: Int32 = 0
    // SAFETY: the buffer has room for `count` bytes, and as many of them are set as are said to be.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      (initialized, code) = unsafe readAll(UnsafeMutableRawBufferPointer(buffer), upTo: count, from: offset)
    }
    if code != 0 { throw SystemError(code: code) }
    return bytes
  }

  /// Reads what a stream has next into `buffer` at `start`, until `count` bytes are there or it ends.
  ///
  /// - Returns: How many bytes were read, fewer than `count` only at the end.
  package func readStream(into buffer: inout [UInt8], at start: Int = 0, count: Int) throws(SystemError) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= buffer.count, "the buffer has no room")
    // SAFETY: as in `read`.
    let (done, code) = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe readAll(UnsafeMutableRawBufferPointer(rebasing: bytes[start...]), upTo: count, from: nil)
    }
    if code != 0 { throw SystemError(code: code) }
    return done
  }

  /// Reads once into `buffer` at `start`: what there is, at most `count` bytes; none at the end.
  package func readOnce(into buffer: inout [UInt8], at start: Int = 0, count: Int) throws(SystemError) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= buffer.count, "the buffer has no room")
    while true {
      // SAFETY: as in `read`.
      let (got, code) = unsafe buffer.withUnsafeMutableBytes { bytes in
        let got = unsafe Glibc.read(number, bytes.baseAddress.map { unsafe $0 + start }, count)
        return (got, errno)
      }
      if got >= 0 { return got }
      if code == EAGAIN { wait(for: POLLIN) } else if code != EINTR { throw SystemError(code: code) }
    }
  }

  /// Reads once: what there is, at most `count` bytes; none at the end.
  package func readSome(_ count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = try readOnce(into: &bytes, count: count)
    bytes.removeLast(count - got)
    return bytes
  }

  /// Reads `count` bytes, or up to the end, into `room`, which is large enough.
  private func readAll(
    _ room: UnsafeMutableRawBufferPointer, upTo count: Int, from offset: Int?
  ) -> (done: Int, code: Int32) {
    guard let address = room.baseAddress else { return (0, 0) }
    var done = 0
    while done < count {
      let got: Int
      // SAFETY: `done` stays below `count`, for which there is room.
      if let offset {
        got = unsafe pread(number, address + done, count - done, off_t(offset + done))
      } else {
        got = unsafe Glibc.read(number, address + done, count - done)
      }
      if got == 0 { break }
      if got > 0 {
        done += got
        continue
      }
      let code = errno
      if code == EAGAIN { wait(for: POLLIN) } else if code != EINTR { return (done, code) }
    }
    return (done, 0)
  }

  /// Writes all of `bytes`, in as many calls as it takes: where the file stands, or from `offset` of it.
  package func write(_ bytes: [UInt8], at offset: Int? = nil) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
        // SAFETY: the loop condition keeps `done` inside the buffer, and the call reads no further than its end.
        let tail = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        let count =
          if let offset { unsafe pwrite(number, tail.baseAddress, tail.count, off_t(offset + done)) } else {
            unsafe Glibc.write(number, tail.baseAddress, tail.count)
          }
        return (count, errno)
      }
      if count > 0 {
        done += count
      } else if count == 0 {
        throw SystemError(code: EIO)
      } else if code == EAGAIN {
        wait(for: POLLOUT)
      } else if code != EINTR {
        throw SystemError(code: code)
      }
    }
  }

  /// Forces what was written to the disk; nothing where the file system knows no such call.
  package func sync() throws(SystemError) {
    if fsync(number) != 0, errno != EINVAL, errno != EROFS { throw .last }
  }

  /// Stops until a non-blocking descriptor can go on.
  private func wait(for event: Int32) {
    var request = pollfd(fd: number, events: Int16(event), revents: 0)
    // SAFETY: there is one request.
    _ = unsafe poll(&request, 1, -1)
  }
}
