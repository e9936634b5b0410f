import HostSystem
import SpanDecoding

/// The files that a run reads and writes, as its arguments name them.
struct RunFiles: Sendable, Equatable {
  struct Output: Sendable, Equatable {
    /// The flag that names it.
    var place: String
    var path: String
  }

  /// Files, folders, patterns, `-`.
  var inputs: [String] = []
  var outputs: [Output] = []

  init() {}

  /// - Parameters:
  ///   - settings: In order of weight, those that count.
  ///   - flags: What they set.
  ///   - positionals: With the manual of each.
  init(_ settings: [Setting], of flags: [FlagManual], positionals: [(PositionalManual, String)]) {
    inputs = positionals.filter { $0.0.isInput }.map { $0.1 }
    for setting in settings {
      guard let path = setting.text else { continue }
      switch flags[setting.flag].completion {
      case .file: inputs.append(path)
      case .newFile: outputs.append(Output(place: setting.place, path: path))
      case .folder, .nothing: break
      }
    }
  }

  /// Which files the run reads. What cannot be found is told when it is to be read.
  func identitiesOfInputs(standardInput: BorrowedDescriptor) -> Set<FileIdentity> {
    var found: Set<FileIdentity> = []
    func add(_ facts: FileFacts?) { if let facts, facts.kind == .file { found.insert(facts.identity) } }
    for path in inputs {
      if path == "-" {
        add(try? standardInput.facts())
      } else {
        for input in (try? DumpInput.expand([path])) ?? [] { add(FileFacts.at(input.path)) }
      }
    }
    return found
  }

  /// Refuses an output that is an input of the run or another output of it. Opens nothing.
  func check(inputs: Set<FileIdentity>, standardOutput: BorrowedDescriptor) throws(UsageError) {
    var places: [String: String] = [:]
    for output in outputs {
      let facts = FileFacts.at(output.path)
      if let facts, inputs.contains(facts.identity) {
        throw UsageError(
          "\(output.path) is an input of this run, which would be lost", remedy: "name another file",
          place: output.place)
      }
      if facts?.kind == .other { continue }
      if let place = places.updateValue(output.place, forKey: RunFiles.whole(output.path)) {
        throw UsageError("\(output.path) is written by \(place) too", remedy: "name another file", place: output.place)
      }
    }
    if let facts = try? standardOutput.facts(), facts.kind == .file, inputs.contains(facts.identity) {
      throw UsageError(
        "it leads into an input of this run", remedy: "write to another file", place: "standard output")
    }
  }

  /// One spelling for each file, also for one that is still to be made.
  private static func whole(_ path: String) -> String {
    if let resolved = FilePath.resolved(path) { return resolved }
    let folder = FilePath.folder(of: path)
    return FilePath.joined(FilePath.resolved(folder) ?? folder, FilePath.name(of: path))
  }
}
