import Glibc

/// A file that is written beside its place, by whoever opens `stagedPath`, and put there whole by `publish`.
///
/// A value that goes away without `publish`, and a signal, leave what was there before. A symbolic link stays, and what it leads
/// to is replaced. Permissions of a replaced file are kept.
package struct StagedFile: ~Copyable {
  /// As the user gave it.
  package let path: String
  /// Where it is written.
  package let stagedPath: String
  /// What the rename replaces.
  private let target: String
  /// Open for writing, empty at first.
  package let file: FileDescriptor
  private var isPublished = false

  /// - Throws: When a folder, device or pipe stands at `path`, or nothing can be made beside it.
  package init(_ path: String) throws(OutputError) {
    let facts = FileFacts.at(path)
    if facts?.kind == .folder { throw OutputError(path, "cannot be written", SystemError(code: EISDIR)) }
    if facts?.kind == .other { throw OutputError(path, refused: "it is no regular file", remedy: "name a file") }
    let target = facts == nil ? path : FilePath.resolved(path) ?? path
    let made: (path: String, result: Int32)
    do throws(SystemError) {
      made = try UnfinishedWork.ofProcess.make(beside: target) { candidate in
        // SAFETY: the path is bridged for the call only.
        unsafe open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      }
    } catch {
      throw OutputError(path, "cannot be written", error)
    }
    self.path = path
    self.target = target
    stagedPath = made.path
    file = FileDescriptor(owning: made.result)
    if let facts { _ = fchmod(file.number, facts.permissions) }
  }

  /// Puts the file in its place. Other descriptors of it should be closed.
  package consuming func publish() throws(OutputError) {
    do throws(SystemError) {
      try file.borrowed.sync()
    } catch {
      throw OutputError(path, "cannot be written to disk", error)
    }
    let (stagedPath, target) = (stagedPath, target)
    let code = UnfinishedWork.ofProcess.finish(stagedPath) {
      // SAFETY: both paths are bridged for the call only.
      unsafe rename(stagedPath, target) == 0 ? 0 : errno
    }
    if code != 0 { throw OutputError(path, "cannot be put in its place", SystemError(code: code)) }
    isPublished = true
    FileTree.syncFolder(FilePath.folder(of: target))
  }

  deinit { if !isPublished { UnfinishedWork.ofProcess.discard(stagedPath) } }
}
