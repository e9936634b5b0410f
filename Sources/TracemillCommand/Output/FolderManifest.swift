import HostSystem
import ReportModel
import SpanDecoding

/// What `manifest.json` says of the folder it lies in: which files are ours, and what they hold.
///
/// While a folder is being replaced it lists the files before and after, and is not complete.
struct FolderManifest: Equatable {
  static let name = "manifest.json"
  private static let schema = "tracemill/manifest/1"
  /// Of all versions.
  private static let family = "tracemill/manifest/"

  struct File: Hashable {
    var name: String
    var byteCount: Int
    /// SHA-256, in hexadecimal.
    var digest: String

    init(name: String, byteCount: Int, digest: String) {
      self.name = name
      self.byteCount = byteCount
      self.digest = digest
    }

    init(_ name: String, holding bytes: [UInt8]) {
      self.init(name: name, byteCount: bytes.count, digest: SHA256(of: bytes).text)
    }

    /// A file of the folder, and no other place.
    fileprivate var isPlain: Bool {
      !name.isEmpty && name != "." && name != ".." && name != FolderManifest.name
        && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
    }
  }

  /// A name that comes twice may hold either.
  var files: [File] = []
  var isComplete: Bool

  /// Reads the manifest of a folder; nil when there is none of ours. A pipe or device in its place is none.
  static func read(in folder: String) -> FolderManifest? {
    guard let bytes = try? readRegularFile(FilePath.joined(folder, name), limit: 1 << 24),
      let json = JSONValue.parse(bytes), json.member("schema")?.text?.hasPrefix(family) == true
    else { return nil }
    let files = (json.member("files")?.elements ?? []).compactMap { entry -> File? in
      guard let name = entry.member("name")?.text, let count = entry.member("bytes")?.integer,
        let digest = entry.member("sha256")?.text
      else { return nil }
      let file = File(name: name, byteCount: count, digest: digest)
      return file.isPlain ? file : nil
    }
    return FolderManifest(files: files, isComplete: json.member("complete") != .bool(false))
  }

  /// The bytes of the file. `members` writes what else is to stand in it, before the files.
  func json(_ members: (inout JSONWriter) -> Void = { _ in }) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.field("schema", Self.schema)
      json.field("complete", isComplete)
      members(&json)
      json.array("files") { json in
        for file in files {
          json.object { json in
            json.field("name", file.name)
            json.field("bytes", file.byteCount)
            json.field("sha256", file.digest)
          }
        }
      }
    }
    return json.finish()
  }
}
