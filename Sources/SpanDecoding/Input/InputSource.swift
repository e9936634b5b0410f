import Glibc
import HostSystem

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
  /// Turns the stream into UTF-8; nil when it is no UTF-16.
  let utf16: UTF16Filter?

  private init(
    file: consuming FileDescriptor, compression: DumpInput.Compression, plainSize: Int?, fileSize: Int?, path: String,
    head: [UInt8], utf16: UTF16Filter?
  ) {
    self.file = file
    self.compression = compression
    self.plainSize = plainSize
    self.fileSize = fileSize
    self.path = path
    self.head = head
    self.utf16 = utf16
  }

  /// Opens an input and looks at its first bytes.
  static func open(_ input: DumpInput) throws(SpanDecodingError) -> InputSource {
    let path = input.path
    let file = try SpanDecodingError.opening(path) { () throws(SystemError) in
      try input.isStandardInput ? FileDescriptor(owning: 0) : FileDescriptor(reading: path)
    }
    let open = file.borrowed
    let facts = try SpanDecodingError.opening(path) { () throws(SystemError) in try open.facts() }
    if facts.kind == .folder { throw SpanDecodingError(input: path, reason: .cannotRead(code: EISDIR)) }
    var magic = [UInt8](repeating: 0, count: 8)
    let count = try SpanDecodingError.reading(path) { () throws(SystemError) in
      if facts.kind != .file { return try open.readStream(into: &magic, count: 8) }
      return try open.read(into: &magic, count: 8, from: input.isStandardInput ? open.position ?? 0 : 0)
    }
    magic.removeLast(8 - count)
    let compression = DumpInput.Compression(magic: magic)
    let isFramed = compression == .none && FrameFilter.isFramed(magic)
    let head = facts.kind == .file ? [] : magic
    let utf16 = UTF16Filter(magic: magic, head: head)
    let isChunked =
      facts.kind == .file && !input.isStandardInput && compression == .none && !isFramed && utf16 == nil
    let size = facts.kind == .file ? facts.size : nil
    return InputSource(
      file: file, compression: compression, plainSize: isChunked ? size : nil, fileSize: size, path: path,
      head: utf16 == nil ? head : [], utf16: utf16)
  }
}
