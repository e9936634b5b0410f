import Glibc

/// A file that appears whole or not at all: written beside, synced, renamed by `commit`.
///
/// A value that goes away without `commit`, and a signal, leave what was there before. A device or pipe is written
/// directly; a symbolic link stays, and what it leads to is replaced. Permissions of a replaced file are kept.
struct OutputFile: ~Copyable {
  /// As the user gave it.
  let path: String
  /// What the rename replaces.
  private let target: String
  /// `nil` when written directly, or once it is in its place.
  private var temporary: String?
  private var output: DescriptorOutput

  /// - Throws: When a folder is in the way or the file cannot be made.
  init(_ path: String) throws(OutputError) {
    let kind = FileKind.at(path)
    if kind == .folder { throw OutputError(path, "cannot be written", code: EISDIR) }
    let target = kind == .file ? FilePath.resolved(path) ?? path : path
    let opened = try kind == .other ? Self.openDirectly(path) : Self.openBeside(target, path)
    self.path = path
    self.target = target
    temporary = opened.temporary
    output = DescriptorOutput(descriptor: opened.descriptor, name: path)
    var facts = stat()
    // SAFETY: the path is bridged for the call, which writes one `stat`.
    if kind == .file, unsafe stat(target, &facts) == 0 { _ = fchmod(opened.descriptor, facts.st_mode & 0o7777) }
  }

  private static func openDirectly(_ path: String) throws(OutputError) -> (temporary: String?, descriptor: Int32) {
    // SAFETY: the path is bridged for the call only.
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(path, "cannot be written", code: errno) }
    return (nil, descriptor)
  }

  private static func openBeside(
    _ target: String, _ path: String
  ) throws(OutputError) -> (temporary: String?, descriptor: Int32) {
    do throws(OutputError) {
      let made = try TemporaryPaths.ofProcess.make(beside: target) { candidate in
        // SAFETY: the path is bridged for the call only.
        unsafe open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      }
      return (made.path, made.result)
    } catch {
      throw OutputError(path, "cannot be written", code: error.code)
    }
  }

  mutating func write(_ text: String) throws(OutputError) { try output.write(text) }
  mutating func write(_ bytes: [UInt8]) throws(OutputError) { try output.write(bytes) }

  /// Puts the file in its place.
  consuming func commit() throws(OutputError) {
    try output.flush()
    guard let temporary else { return }
    guard fsync(output.descriptor) == 0 else { throw OutputError(path, "cannot be written to disk", code: errno) }
    let target = target
    let code = TemporaryPaths.ofProcess.settle(temporary) {
      // SAFETY: both paths are bridged for the call only.
      unsafe rename(temporary, target) == 0 ? 0 : errno
    }
    if code != 0 { throw OutputError(path, "cannot be put in its place", code: code) }
    self.temporary = nil
    FileTree.syncFolder(FilePath.folder(of: target))
  }

  deinit {
    close(output.descriptor)
    if let temporary { TemporaryPaths.ofProcess.discard(temporary) }
  }
}
