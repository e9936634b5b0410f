/// Bytes on their way to a descriptor, in blocks of 64 KiB. Does not own the descriptor.
package struct DescriptorOutput: ~Copyable {
  private static let blockSize = 1 << 16

  private let descriptor: BorrowedDescriptor
  /// For errors.
  private let name: String
  private var buffer: [UInt8] = []

  package init(_ descriptor: BorrowedDescriptor, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package mutating func write(_ text: String) throws(OutputError) {
    buffer += text.utf8
    if buffer.count >= Self.blockSize { try flush() }
  }

  package mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer += bytes
    if buffer.count >= Self.blockSize { try flush() }
  }

  package mutating func flush() throws(OutputError) {
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    do throws(SystemError) {
      try descriptor.write(buffer)
    } catch {
      throw OutputError(name, "cannot be written", error)
    }
  }
}
