/// The name of a file that log rotation set aside, `traces-2026-01-31T00-00-00.000.json`, or of the one being written, `traces.json`.
///
/// Source: natefinch/lumberjack, `backupName`; a further `.gz` or `.zst` is left aside.
struct RotatedName: Equatable {
  /// Folder, name and extension that the files of a set share.
  var set: String
  /// The time of rotation as it stands in the name, nil for the file being written.
  var stamp: String?

  init(path: String) {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    var name = path[folder.endIndex...]
    for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    // The last dot may be the one before the milliseconds, when there is no extension.
    for end in [dot, name.endIndex] {
      let base = name[..<end]
      let stamp = base.suffix(RotatedName.pattern.utf8.count)
      guard RotatedName.isStamp(stamp), base.count > stamp.count else { continue }
      let prefix = base.dropLast(stamp.count)
      guard prefix.last == "-" else { continue }
      set = String(folder) + String(prefix.dropLast()) + String(name[end...])
      self.stamp = String(stamp)
      return
    }
    set = String(folder) + String(name)
    stamp = nil
  }

  private static let pattern = "0000-00-00T00-00-00.000"

  private static func isStamp(_ text: Substring) -> Bool {
    text.utf8.count == pattern.utf8.count
      && zip(text.utf8, pattern.utf8).allSatisfy { byte, model in
        model == UInt8(ascii: "0") ? byte &- 0x30 <= 9 : byte == model
      }
  }
}
