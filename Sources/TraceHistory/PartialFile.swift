internal import Glibc

/// A file that is being written beside its place: moved there whole by ``publish()``, removed when the object goes before.
final class PartialFile {
  /// Where the file is to appear; a symbolic link is followed.
  let destination: String
  /// Where it is written.
  let path: String
  private var isPublished = false

  /// Makes an empty file beside `destination`; `applicationID` is what an SQLite file that is there already must bear to
  /// be replaced.
  init(destination: String, replacing applicationID: Int32) throws(DatabaseError) {
    self.destination = try PartialFile.place(for: destination, replacing: applicationID)
    let folder = PartialFile.folder(of: self.destination)
    var number = 0
    while true {
      let path = "\(folder)/.tracemill-\(getpid())-\(number).partial"
      // SAFETY: the path is a text for the call; with O_CREAT, the mode is the one further argument.
      let file = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666)
      if file >= 0 {
        _ = close(file)
        self.path = path
        return
      }
      if errno != EEXIST {
        throw DatabaseError(place: destination, reason: .system(call: "cannot create a file beside it", number: errno))
      }
      number += 1
    }
  }

  deinit {
    // SAFETY: the path is a text for the call.
    if !isPublished { _ = unsafe unlink(path) }
  }

  /// Syncs the file, gives it its name, and syncs the folder. The file must be closed.
  func publish() throws(DatabaseError) {
    try sync(path)
    // SAFETY: both paths are texts for the call.
    if unsafe rename(path, destination) != 0 { throw systemError("cannot rename") }
    isPublished = true
    try sync(PartialFile.folder(of: destination))
  }

  private func sync(_ path: String) throws(DatabaseError) {
    // SAFETY: the path is a text for the call.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { throw systemError("cannot open to sync") }
    defer { _ = close(file) }
    // A file system without fsync for folders says EINVAL.
    if fsync(file) != 0, errno != EINVAL { throw systemError("cannot sync") }
  }

  private func systemError(_ call: String) -> DatabaseError {
    DatabaseError(place: destination, reason: .system(call: call, number: errno))
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path to write to, when nothing is there that must be kept.
  private static func place(for path: String, replacing applicationID: Int32) throws(DatabaseError) -> String {
    var status = stat()
    // SAFETY: `status` is ours for the call.
    if unsafe stat(path, &status) != 0 {
      if errno == ENOENT { return path }
      throw DatabaseError(place: path, reason: .system(call: "cannot look at it", number: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw DatabaseError(place: path, reason: .notRegularFile) }
    // An empty file holds nothing to lose.
    if status.st_size > 0 {
      guard try fileApplicationID(at: path) == applicationID else {
        throw DatabaseError(place: path, reason: .foreignFile)
      }
    }
    // SAFETY: realpath allocates the text; it is copied and freed once.
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
