import Glibc

/// A program that the user may have: where it is, or which Debian package brings it.
package enum ProgramLookup: Equatable, Sendable {
  case found(path: String)
  case absent(name: String, package: String)

  /// Looks `name` up on `PATH`; a name with a `/` is a path. Empty parts of `PATH` are passed over.
  package static func find(_ name: String, in environment: Environment) -> ProgramLookup {
    if name.utf8.contains(UInt8(ascii: "/")) {
      return isExecutable(name) ? .found(path: name) : .absent(name: name, package: package(of: name))
    }
    let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    for folder in folders {
      let candidate = FilePath.joined(String(folder), name)
      if isExecutable(candidate) { return .found(path: candidate) }
    }
    return .absent(name: name, package: package(of: name))
  }

  /// What to tell the user when it is absent; `nil` when it is there.
  package var advice: String? {
    guard case .absent(let name, let package) = self else { return nil }
    return "\(name): the program is not installed; apt-get install \(package)"
  }

  private static func isExecutable(_ path: String) -> Bool {
    guard FileKind.at(path) == .file else { return false }
    // SAFETY: the path is bridged for the call only.
    return unsafe access(path, X_OK) == 0
  }

  private static func package(of name: String) -> String {
    switch name {
    case "dot", "neato", "sfdp": "graphviz"
    default: name
    }
  }
}
