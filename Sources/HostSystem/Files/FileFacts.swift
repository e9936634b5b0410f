import Glibc

/// What stands at a path; links are followed unless said otherwise.
package enum FileKind: Equatable, Sendable {
  case nothing, file, folder, link, other

  package static func at(_ path: String, followingLinks: Bool = true) -> FileKind {
    FileFacts.at(path, followingLinks: followingLinks)?.kind ?? .nothing
  }
}

/// Which file it is, whatever its name: device and inode.
package struct FileIdentity: Hashable, Sendable {
  private let device: dev_t
  private let inode: ino_t

  init(_ information: stat) {
    device = information.st_dev
    inode = information.st_ino
  }
}

/// What the system knows of a file.
package struct FileFacts: Sendable {
  package let kind: FileKind
  /// Bytes; of a regular file only.
  package let size: Int
  package let identity: FileIdentity
  /// The bits of `chmod`.
  let permissions: mode_t

  init(_ information: stat) {
    kind =
      switch information.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    size = kind == .file ? Int(information.st_size) : 0
    identity = FileIdentity(information)
    permissions = information.st_mode & 0o7777
  }

  /// What is at `path`; nil when there is nothing, or it may not be looked at.
  package static func at(_ path: String, followingLinks: Bool = true) -> FileFacts? {
    var information = stat()
    // SAFETY: the path is bridged for the call, which writes one `stat`.
    let result = followingLinks ? unsafe stat(path, &information) : unsafe lstat(path, &information)
    return result == 0 ? FileFacts(information) : nil
  }
}
