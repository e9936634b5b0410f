import Glibc
import HostSystem

/// One input of a dump: a file, or standard input.
public struct DumpInput: Sendable, Equatable {
  /// The path, `-` for standard input.
  public var path: String

  public init(path: String) {
    self.path = path
  }

  public var isStandardInput: Bool { path == "-" }

  /// How an input is packed, told by its first bytes.
  enum Compression: Sendable {
    case none
    case gzip
    case zstd
    /// zstd frames, each behind its length.
    case framedZstd

    init(magic: [UInt8]) {
      switch magic.prefix(4) {
      case let bytes where bytes.starts(with: [0x1f, 0x8b]): self = .gzip
      case let bytes where bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]): self = .zstd
      // A skippable frame, with which some writers begin.
      case let bytes where bytes.count == 4 && bytes[0] & 0xf0 == 0x50 && bytes.dropFirst() == [0x2a, 0x4d, 0x18]:
        self = .zstd
      default:
        self = FrameFilter.isFramed(magic) && FrameFilter.isZstandard(magic) ? .framedZstd : .none
      }
    }
  }

  /// Expands what a user gives (files, folders, patterns, `-`) into inputs, each folder's and pattern's sorted by name.
  ///
  /// A folder stands for the files in it and below it whose names do not begin with a dot.
  public static func expand(_ arguments: [String]) throws(SpanDecodingError) -> [DumpInput] {
    var inputs: [DumpInput] = []
    for argument in arguments {
      if argument == "-" {
        inputs.append(DumpInput(path: argument))
      } else if isFolder(argument) {
        let files = try files(below: argument)
        if files.isEmpty { throw SpanDecodingError(input: argument, reason: .emptyFolder) }
        inputs += files.map(DumpInput.init)
      } else if FileKind.at(argument) != .nothing {
        inputs.append(DumpInput(path: argument))
      } else {
        let matches = FilePattern.matches(of: argument)
        if matches.isEmpty { throw SpanDecodingError(input: argument, reason: .noFiles) }
        for match in matches {
          inputs += isFolder(match) ? try files(below: match).map(DumpInput.init) : [DumpInput(path: match)]
        }
      }
    }
    return inputs
  }

  private static func isFolder(_ path: String) -> Bool { FileKind.at(path) == .folder }

  /// The files in a folder and below it, by name; each folder and file once, whatever links lead to it.
  ///
  /// - Throws: When a folder cannot be read.
  private static func files(below folder: String) throws(SpanDecodingError) -> [String] {
    var found: [(path: String, identity: FileIdentity?)] = []
    var folders = [folder]
    var known: Set<FileIdentity> = []
    while let next = folders.popLast() {
      if let identity = FileFacts.at(next)?.identity, !known.insert(identity).inserted { continue }
      guard let names = FileTree.names(in: next) else {
        throw SpanDecodingError(input: next, reason: .cannotOpen(code: errno))
      }
      for name in names where !name.hasPrefix(".") {
        let path = FilePath.joined(next, name)
        let facts = FileFacts.at(path)
        if facts?.kind == .folder { folders.append(path) } else { found.append((path, facts?.identity)) }
      }
    }
    found.sort { $0.path < $1.path }
    return found.compactMap { file in
      guard let identity = file.identity else { return file.path }
      return known.insert(identity).inserted ? file.path : nil
    }
  }
}
