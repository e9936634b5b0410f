import HostSystem
import TracemillTesting

@testable import TracemillCommand

/// A folder with small synthetic dumps, made by the program itself.
struct SmallShop {
  let folder: TemporaryFolder
  var path: String { folder.path }

  /// `before.jsonl` is an ordinary minute, `now.jsonl` one with a slow database.
  init() throws {
    folder = try TemporaryFolder()
    for arguments in [
      ["synth", "--seed", "7", "--requests", "60", "-o", "before.jsonl"],
      ["synth", "--seed", "8", "--requests", "80", "--fault", "slow-database@inventory", "-o", "now.jsonl"],
    ] {
      let outcome = try BuiltProgram.run(arguments, in: folder.path)
      guard outcome.code == 0 else { throw UsageError(outcome.err) }
    }
  }

  func run(_ arguments: [String], input: [UInt8]? = nil) throws -> BuiltProgram.Outcome {
    try BuiltProgram.run(arguments, input: input, in: path)
  }

  func shell(_ line: String) throws -> BuiltProgram.Outcome {
    try BuiltProgram.shell("cd \"$0\"\n\(line)", [path])
  }

  func bytes(_ name: String) throws -> [UInt8] { try readFile(path + "/" + name, limit: 1 << 30) }

  /// The bodies of a report folder: every file but the manifest.
  func bodies(_ report: String) throws -> [String: [UInt8]] {
    var bodies: [String: [UInt8]] = [:]
    for name in FileTree.names(in: path + "/" + report) ?? [] where name != "manifest.json" {
      bodies[name] = try bytes(report + "/" + name)
    }
    return bodies
  }
}
