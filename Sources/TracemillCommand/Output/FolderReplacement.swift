import Glibc
import HostSystem

/// Puts files in the place of those that a folder of ours holds.
///
/// `plan` looks, `run` moves. While files move the folder's manifest is not complete; a process that is killed then leaves a folder that
/// the next run replaces, knowing which files are ours. Only one process at a time gets beyond `plan`.
struct FolderReplacement: ~Copyable {
  /// The manifest that is there while files move, as it is called before.
  static let incompleteName = ".manifest.json.incomplete"
  /// How long another process is waited for that replaces the same folder.
  private static let patience = Duration.seconds(60)

  /// As the user gave it.
  let path: String
  let target: String
  /// The folder with the new files and their manifest.
  let staging: String
  let files: [FolderManifest.File]
  let inputs: Set<FileIdentity>

  private var lock: FileDescriptor?
  /// What the user put there or changed, and its new name.
  private var aside: [(name: String, kept: String)] = []
  /// Our files that have no successor.
  private var gone: [String] = []

  init(path: String, target: String, staging: String, files: [FolderManifest.File], inputs: Set<FileIdentity>) {
    self.path = path
    self.target = target
    self.staging = staging
    self.files = files
    self.inputs = inputs
  }

  /// Finds out what is to become of each file that is there. Changes nothing.
  ///
  /// - Returns: The manifest for the time between, with old files and new ones.
  mutating func plan() throws(OutputError) -> FolderManifest {
    do throws(SystemError) {
      let folder = try FileDescriptor(folder: target)
      try folder.lock(patience: Self.patience)
      lock = consume folder
    } catch {
      throw OutputError(path, "cannot be replaced", error)
    }
    // Somebody may have put files there since the run began.
    let old = try OutputFolder.checkReplaceable(path, target)?.files ?? []
    let new = Set(files.map(\.name))
    let known = Set(old + files)
    for name in Set(known.map(\.name)).sorted() {
      try OutputFolder.refuse(name, of: path, target, ifAmong: inputs)
      guard let facts = FileFacts.at(FilePath.joined(target, name), followingLinks: false) else { continue }
      if isOurs(name, facts, known) {
        if !new.contains(name) { gone.append(name) }
      } else {
        aside.append((name, nameBeside(name)))
      }
    }
    return FolderManifest(files: old.filter { !files.contains($0) } + files, isComplete: false)
  }

  /// Whether the file holds what a manifest says. Only one of the right size is read.
  private func isOurs(_ name: String, _ facts: FileFacts, _ known: Set<FolderManifest.File>) -> Bool {
    guard facts.kind == .file, known.contains(where: { $0.name == name && $0.byteCount == facts.size }),
      let bytes = try? readRegularFile(FilePath.joined(target, name), limit: facts.size)
    else { return false }
    return known.contains(FolderManifest.File(name, holding: bytes))
  }

  /// `NAME.user`, or the first of `NAME.user.2` and so on that is free.
  private func nameBeside(_ name: String) -> String {
    var candidate = name + ".user"
    var number = 2
    while FileKind.at(FilePath.joined(target, candidate), followingLinks: false) != .nothing {
      candidate = "\(name).user.\(number)"
      number += 1
    }
    return candidate
  }

  /// Moves the files, without a signal coming between.
  ///
  /// - Returns: A sentence for each file that was kept beside.
  consuming func run() throws(OutputError) -> [String] {
    var refused = ""
    let code = UnfinishedWork.ofProcess.undisturbed { move(&refused) }
    if code != 0 {
      throw OutputError(FilePath.joined(path, refused), "cannot be put in its place", SystemError(code: code))
    }
    return aside.map { name, kept in
      "\(FilePath.joined(path, name)): it was changed or is not from tracemill; it is kept as \(FilePath.joined(path, kept))"
    }
  }

  /// - Parameter name: Set to what could not be moved.
  /// - Returns: 0, or an error number.
  private func move(_ name: inout String) -> Int32 {
    name = FolderManifest.name
    var code = Self.rename(staging, Self.incompleteName, target, FolderManifest.name)
    if code != 0 { return code }
    FileTree.syncFolder(target)
    for (old, kept) in aside {
      name = old
      code = Self.rename(target, old, target, kept)
      if code != 0 { return code }
    }
    for file in files {
      name = file.name
      code = Self.rename(staging, file.name, target, file.name)
      if code != 0 { return code }
    }
    for old in gone { FileTree.remove(FilePath.joined(target, old)) }
    FileTree.syncFolder(target)
    name = FolderManifest.name
    code = Self.rename(staging, FolderManifest.name, target, FolderManifest.name)
    FileTree.syncFolder(target)
    return code
  }

  private static func rename(_ folder: String, _ name: String, _ newFolder: String, _ newName: String) -> Int32 {
    // SAFETY: both paths are bridged for the call only.
    unsafe Glibc.rename(FilePath.joined(folder, name), FilePath.joined(newFolder, newName)) == 0 ? 0 : errno
  }
}
