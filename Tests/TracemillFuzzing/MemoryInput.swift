import Glibc
public import SpanDecoding
public import TraceModel

/// Bytes in memory that are read as a dump by the way that files and pipes are.
public struct MemoryInput: ~Copyable {
  private let descriptor: Int32

  /// A file without a name.
  public init(file bytes: [UInt8]) {
    var path = Array("/dev/shm/tracemill-fuzz-XXXXXX".utf8CString)
    // SAFETY: the template ends in NUL and is changed in place; the file lives on by its descriptor.
    descriptor = unsafe mkstemp(&path)
    unsafe unlink(path)
    precondition(descriptor >= 0 && write(bytes, descriptor) == bytes.count, "no memory for the dump")
  }

  /// A pipe that holds the bytes and has no writer; nil when they do not fit into one.
  public init?(pipe bytes: [UInt8]) {
    if bytes.count > 60_000 { return nil }
    var ends: [Int32] = [0, 0]
    // SAFETY: the array has room for two.
    precondition(unsafe pipe(&ends) == 0, "no pipe")
    precondition(write(bytes, ends[1]) == bytes.count)
    close(ends[1])
    descriptor = ends[0]
  }

  /// Decodes bytes as a file that holds them.
  public static func decode(_ bytes: [UInt8], options: DecodingOptions = DecodingOptions()) async throws -> DecodedSpans
  {
    let file = MemoryInput(file: bytes)
    let decoded = try await SpanDecoder(options: options).decode([file.input])
    _ = consume file
    return decoded
  }

  public var input: DumpInput { DumpInput(path: "/proc/self/fd/\(descriptor)") }

  deinit { close(descriptor) }
}

private func write(_ bytes: [UInt8], _ descriptor: Int32) -> Int {
  var done = 0
  while done < bytes.count {
    // SAFETY: the range lies within the array.
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
    }
    if count <= 0 { return done }
    done += count
  }
  return done
}
