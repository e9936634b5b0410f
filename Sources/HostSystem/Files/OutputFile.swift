import Glibc

/// A file that appears whole or not at all: written beside, synced, renamed by `commit`.
///
/// As ``StagedFile``; but a device or pipe is written directly.
package struct OutputFile: ~Copyable {
  private var staged: StagedFile?
  private let direct: FileDescriptor?
  private var output: DescriptorOutput

  /// - Throws: When a folder is in the way or the file cannot be made.
  package init(_ path: String) throws(OutputError) {
    if FileKind.at(path) == .other {
      let file: FileDescriptor
      do throws(SystemError) {
        file = try FileDescriptor(writing: path)
      } catch {
        throw OutputError(path, "cannot be written", error)
      }
      output = DescriptorOutput(file.borrowed, name: path)
      direct = consume file
      staged = nil
    } else {
      let file = try StagedFile(path)
      output = DescriptorOutput(file.file.borrowed, name: path)
      direct = nil
      staged = consume file
    }
  }

  package mutating func write(_ text: String) throws(OutputError) { try output.write(text) }
  package mutating func write(_ bytes: [UInt8]) throws(OutputError) { try output.write(bytes) }

  /// Puts the file in its place.
  package consuming func commit() throws(OutputError) {
    try output.flush()
    if let staged = staged.take() { try staged.publish() }
  }
}
