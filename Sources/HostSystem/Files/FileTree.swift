import Glibc

/// Folders with what is in them.
package enum FileTree {
  /// Returns the names in a folder, sorted by their bytes, without `.` and `..`; nil, with `errno` set, when it cannot be read.
  package static func names(in folder: String) -> [String]? {
    // SAFETY: the stream is closed once, and each entry is read before the next call replaces it.
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of all these files together; nil when one is no regular file, and its size not known beforehand.
  package static func size(of files: [String]) -> UInt64? {
    var total: UInt64 = 0
    for file in files {
      guard let facts = FileFacts.at(file), facts.kind == .file else { return nil }
      total += UInt64(max(0, facts.size))
    }
    return total
  }

  /// Removes a file, link, or folder with all in it; links are not followed, what cannot be removed stays.
  package static func remove(_ path: String) {
    if FileKind.at(path, followingLinks: false) == .folder {
      for name in names(in: path) ?? [] { remove(FilePath.joined(path, name)) }
      // SAFETY: the path is bridged for the call only.
      _ = unsafe rmdir(path)
    } else {
      // SAFETY: the path is bridged for the call only.
      _ = unsafe unlink(path)
    }
  }

  /// Forces a folder's list of names to the disk, not what it holds; where the system refuses, a rename may be late.
  package static func syncFolder(_ path: String) {
    guard let folder = try? FileDescriptor(folder: path) else { return }
    try? folder.sync()
  }

  /// Forces what is written under `path` to the disk, folders after what they hold. Links are passed over.
  package static func sync(_ path: String) throws(OutputError) {
    let kind = FileKind.at(path, followingLinks: false)
    if kind == .folder {
      for name in names(in: path) ?? [] { try sync(FilePath.joined(path, name)) }
    } else if kind != .file {
      return
    }
    do throws(SystemError) {
      try FileDescriptor(reading: path).sync()
    } catch {
      throw OutputError(path, "cannot be written to disk", error)
    }
  }
}
