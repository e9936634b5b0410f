import Glibc
import HostSystem

/// The folder of `-o DIR`: made, or replaced when it is empty or ours, as a whole or not at all.
///
/// It is built in a hidden folder beside DIR; `commit` writes `manifest.json` last and puts the folder in its place.
/// A value that goes away without `commit`, and a signal, leave what was there before. DIR is ours when its
/// `manifest.json` names the schema `tracemill/manifest/…`; everything in it is then replaced.
struct OutputFolder: ~Copyable {
  static let manifestName = "manifest.json"
  static let schema = "tracemill/manifest/"

  /// As the user gave it.
  let path: String
  /// Where the files are to be written until `commit`.
  let buildPath: String
  private let target: String
  private var isCommitted = false

  /// - Throws: When something else stands at `path`, or the folder cannot be made.
  init(_ path: String) throws(OutputError) {
    if path.isEmpty { throw OutputError("-o", refused: "the folder's name is empty", remedy: "name a folder") }
    let target = FilePath.resolved(path) ?? path
    try Self.checkReplaceable(path, target)
    let made: String
    do throws(SystemError) {
      made = try UnfinishedWork.ofProcess.make(beside: target) { candidate in
        // SAFETY: the path is bridged for the call only.
        unsafe mkdir(candidate, 0o777)
      }.path
    } catch {
      throw OutputError(path, "cannot be made", error)
    }
    self.path = path
    self.target = target
    buildPath = made
  }

  private static func checkReplaceable(_ path: String, _ target: String) throws(OutputError) {
    switch FileKind.at(path) {
    case .nothing:
      if FileKind.at(path, followingLinks: false) == .link {
        throw OutputError(path, refused: "it is a symbolic link that leads nowhere", remedy: "name another folder")
      }
    case .folder:
      if let current = FilePath.resolved("."), current == target || current.hasPrefix(target + "/") || target == "/" {
        throw OutputError(path, refused: "the program runs inside this folder", remedy: "name a new folder")
      }
      guard let names = FileTree.names(in: target) else { throw OutputError(path, "cannot be read", .last) }
      if !names.isEmpty, !isOurs(target) {
        throw OutputError(
          path, refused: "the folder holds files that are not from tracemill",
          remedy: "name a new or an empty folder, or remove it first")
      }
    default:
      throw OutputError(path, refused: "it is a file, not a folder", remedy: "name a new folder")
    }
  }

  private static func isOurs(_ folder: String) -> Bool {
    let manifest = FilePath.joined(folder, manifestName)
    guard let bytes = try? readFile(manifest, limit: 1 << 26) else { return false }
    return String(decoding: bytes, as: UTF8.self).contains("\"" + schema)
  }

  /// Returns where a file is to be written until `commit`, for writers that open files themselves.
  ///
  /// `name` is one path component other than `manifest.json`, which is kept for `commit`.
  func pathForWriting(_ name: String) -> String {
    precondition(!name.isEmpty && name != "." && name != ".." && name != Self.manifestName)
    precondition(!name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }, "a file of the folder, not a path")
    return FilePath.joined(buildPath, name)
  }

  /// Adds a file. On failure the folder should be dropped.
  func write(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    try add(pathForWriting(name), name, bytes)
  }

  /// Adds a file in UTF-8.
  func write(_ name: String, _ text: String) throws(OutputError) { try write(name, Array(text.utf8)) }

  private func add(_ destination: String, _ name: String, _ bytes: [UInt8]) throws(OutputError) {
    do throws(SystemError) {
      let file = try FileDescriptor(creating: destination)
      try file.borrowed.write(bytes)
    } catch {
      throw OutputError(FilePath.joined(path, name), "cannot be written", error)
    }
  }

  /// Writes the manifest, JSON whose schema is `tracemill/manifest/…`, and puts the folder in its place.
  consuming func commit(manifest: String) throws(OutputError) {
    precondition(manifest.contains("\"" + Self.schema), "without its schema the folder could not be replaced")
    try FileTree.sync(buildPath)
    try add(FilePath.joined(buildPath, Self.manifestName), Self.manifestName, Array(manifest.utf8))
    try FileTree.sync(FilePath.joined(buildPath, Self.manifestName))
    // Somebody may have put files there since.
    try Self.checkReplaceable(path, target)
    let (buildPath, target) = (buildPath, target)
    let old = buildPath + ".old"
    let code = UnfinishedWork.ofProcess.finish(buildPath, leftover: old) { Self.swap(buildPath, target, old) }
    if code != 0 { throw OutputError(path, "cannot be put in its place", SystemError(code: code)) }
    isCommitted = true
    FileTree.syncFolder(FilePath.folder(of: target))
    UnfinishedWork.ofProcess.discard(old)
  }

  /// Returns 0, or an error number with `target` as it was.
  private static func swap(_ new: String, _ target: String, _ old: String) -> Int32 {
    if FileKind.at(target) == .nothing {
      // SAFETY: here and below both paths are bridged for the call only.
      return unsafe rename(new, target) == 0 ? 0 : errno
    }
    guard unsafe rename(target, old) == 0 else { return errno }
    if unsafe rename(new, target) == 0 { return 0 }
    let code = errno
    _ = unsafe rename(old, target)
    return code
  }

  deinit { if !isCommitted { UnfinishedWork.ofProcess.discard(buildPath) } }
}
