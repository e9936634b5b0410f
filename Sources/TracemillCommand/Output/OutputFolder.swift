import Glibc
import HostSystem
import ReportModel

/// The folder of `-o DIR`: made as a whole, or replaced when it is empty or ours.
///
/// Its files are written into a hidden folder, beside DIR or in it, and put in their place by `commit`. A value that goes away without
/// `commit`, and a signal, leave what was there before. DIR is ours when it holds our `manifest.json`, which lists our files; others in
/// it are the user's, and stay.
struct OutputFolder: ~Copyable {
  /// As the user gave it.
  let path: String
  private let target: String
  /// The hidden folder.
  private let staging: String
  private let inputs: Set<FileIdentity>
  private var files: [FolderManifest.File] = []
  private var isPlaced = false

  /// - Parameters:
  ///   - path: As the user gave it.
  ///   - inputs: What the run reads.
  /// - Throws: When something else stands at `path`, an input is among its files, or nothing can be made there.
  init(_ path: String, inputs: Set<FileIdentity> = []) throws(OutputError) {
    if path.isEmpty { throw OutputError("-o", refused: "the folder's name is empty", remedy: "name a folder") }
    let target = FilePath.resolved(path) ?? path
    let old = try Self.checkReplaceable(path, target)
    for file in old?.files ?? [] { try Self.refuse(file.name, of: path, target, ifAmong: inputs) }
    let isThere = FileKind.at(target) == .folder
    do throws(SystemError) {
      staging = try UnfinishedWork.ofProcess.make(beside: isThere ? FilePath.joined(target, "x") : target) {
        candidate in
        // SAFETY: the path is bridged for the call only.
        unsafe mkdir(candidate, 0o777)
      }.path
    } catch {
      throw OutputError(path, isThere ? "cannot be written" : "cannot be made", error)
    }
    self.path = path
    self.target = target
    self.inputs = inputs
  }

  /// What of ours is at `target`: nil when it is empty, or there is nothing.
  ///
  /// - Throws: When it is not to be replaced.
  static func checkReplaceable(_ path: String, _ target: String) throws(OutputError) -> FolderManifest? {
    switch FileKind.at(path) {
    case .nothing:
      if FileKind.at(path, followingLinks: false) == .link {
        throw OutputError(path, refused: "it is a symbolic link that leads nowhere", remedy: "name another folder")
      }
      return nil
    case .folder:
      guard let names = FileTree.names(in: target) else { throw OutputError(path, "cannot be read", .last) }
      // What runs at the same time, or one that was killed, has left there is no file of the user.
      if names.allSatisfy({ $0.hasPrefix(UnfinishedWork.prefix) }) { return nil }
      guard let manifest = FolderManifest.read(in: target) else {
        throw OutputError(
          path, refused: "the folder holds files that are not from tracemill",
          remedy: "name a new or an empty folder, or remove it first")
      }
      return manifest
    default:
      throw OutputError(path, refused: "it is a file, not a folder", remedy: "name a new folder")
    }
  }

  /// Refuses to replace an input of the run.
  static func refuse(
    _ name: String, of path: String, _ target: String, ifAmong inputs: Set<FileIdentity>
  ) throws(OutputError) {
    guard let facts = FileFacts.at(FilePath.joined(target, name), followingLinks: false),
      inputs.contains(facts.identity)
    else { return }
    throw OutputError(
      FilePath.joined(path, name),
      refused: "it is an input of this run, and a file of the folder that is to be written",
      remedy: "name another folder, or move the input out of this one")
  }

  /// Adds a file. On failure the folder should be dropped.
  ///
  /// `name` is one path component other than `manifest.json`, which is kept for `commit`, and comes once.
  mutating func write(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    precondition(!name.isEmpty && name != "." && name != ".." && name != FolderManifest.name)
    precondition(!name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }, "a file of the folder, not a path")
    precondition(!files.contains { $0.name == name }, "the file is there already")
    try stage(name, bytes)
    files.append(FolderManifest.File(name, holding: bytes))
  }

  /// Adds a file in UTF-8.
  mutating func write(_ name: String, _ text: String) throws(OutputError) { try write(name, Array(text.utf8)) }

  private func stage(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    let staged = FilePath.joined(staging, name)
    UnfinishedWork.ofProcess.remember(staged)
    do throws(SystemError) {
      let file = try FileDescriptor(creating: staged)
      try file.borrowed.write(bytes)
      try file.borrowed.sync()
    } catch {
      throw OutputError(FilePath.joined(path, name), "cannot be written", error)
    }
  }

  /// Writes the manifest and puts everything in its place.
  ///
  /// - Parameter members: Writes what the manifest says besides its schema and the list of files.
  /// - Returns: A sentence for each file of the user that had to make room, which was kept beside.
  /// - Throws: When the folder is not to be replaced any more, or the system refuses. The files that were there are then still there,
  ///   unless the system refused half-way: the manifest is not complete then.
  consuming func commit(_ members: (inout JSONWriter) -> Void) throws(OutputError) -> [String] {
    try stage(FolderManifest.name, FolderManifest(files: files, isComplete: true).json(members))
    FileTree.syncFolder(staging)
    if FileKind.at(target, followingLinks: false) == .nothing {
      let (staging, target) = (staging, target)
      let code = UnfinishedWork.ofProcess.finish(staging) {
        // SAFETY: both paths are bridged for the call only.
        unsafe rename(staging, target) == 0 ? 0 : errno
      }
      if code == 0 {
        isPlaced = true
        FileTree.syncFolder(FilePath.folder(of: target))
        return []
      }
      // Somebody may have made it meanwhile.
      guard code == EEXIST || code == ENOTEMPTY || code == ENOTDIR else {
        throw OutputError(path, "cannot be put in its place", SystemError(code: code))
      }
    }
    var replacement = FolderReplacement(path: path, target: target, staging: staging, files: files, inputs: inputs)
    let incomplete = try replacement.plan()
    try stage(FolderReplacement.incompleteName, incomplete.json(members))
    return try replacement.run()
  }

  deinit { if !isPlaced { UnfinishedWork.ofProcess.discard(staging) } }
}
