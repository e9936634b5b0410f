import Glibc

/// An opened input: what kind of file it is, and how it is packed.
struct InputSource: ~Copyable {
  let file: FileDescriptor
  let compression: DumpInput.Compression
  /// The size of an uncompressed regular file, which can be read in chunks; nil for all that must be read as a stream.
  let plainSize: Int?
  /// The size of a regular file, packed as it is; nil for a pipe.
  let fileSize: Int?
  let path: String
  /// The first bytes of a pipe, which had to be taken out to be looked at.
  let head: [UInt8]

  private init(
    file: consuming FileDescriptor, compression: DumpInput.Compression, plainSize: Int?, fileSize: Int?, path: String,
    head: [UInt8]
  ) {
    self.file = file
    self.compression = compression
    self.plainSize = plainSize
    self.fileSize = fileSize
    self.path = path
    self.head = head
  }

  /// Opens an input and looks at its first bytes.
  static func open(_ input: DumpInput) throws(SpanDecodingError) -> InputSource {
    let path = input.path
    let file = try input.isStandardInput ? FileDescriptor(owning: 0) : FileDescriptor(reading: path)
    var information = stat()
    // SAFETY: the call fills the structure it is given.
    if unsafe fstat(file.number, &information) != 0 {
      throw SpanDecodingError(input: path, reason: .cannotOpen(code: errno))
    }
    let kind = information.st_mode & S_IFMT
    if kind == S_IFDIR { throw SpanDecodingError(input: path, reason: .cannotRead(code: EISDIR)) }
    var magic = [UInt8](repeating: 0, count: 8)
    var count: Int?
    if kind == S_IFREG {
      count = file.read(into: &magic, at: 0, count: 8, from: input.isStandardInput ? Int(lseek(0, 0, SEEK_CUR)) : 0)
    } else {
      count = file.readStream(into: &magic, at: 0, count: 8)
    }
    guard let count else { throw SpanDecodingError(input: path, reason: .cannotRead(code: errno)) }
    magic.removeLast(8 - count)
    let compression = DumpInput.Compression(magic: magic)
    let isFramed = compression == .none && FrameFilter.isFramed(magic)
    let isChunked = kind == S_IFREG && !input.isStandardInput && compression == .none && !isFramed
    let size = kind == S_IFREG ? Int(information.st_size) : nil
    return InputSource(
      file: file, compression: compression, plainSize: isChunked ? size : nil, fileSize: size, path: path,
      head: kind == S_IFREG ? [] : magic)
  }
}
