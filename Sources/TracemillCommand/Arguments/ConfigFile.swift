/// Lines of the form `flag = value`.
///
/// A `#` at the start of a line or after a blank starts a comment. A value may stand in double quotes, in which `\"`
/// and `\\` are written so; elsewhere it is what is left after trimming blanks. A switch takes true or false.
struct ConfigFile: Equatable {
  struct Entry: Equatable {
    var key: String
    var value: String
    /// From 1.
    var line: Int
  }

  var entries: [Entry] = []

  /// Reads `text`, the content of the file at `path`; stops at the first line that cannot be read.
  init(_ text: String, path: String) throws(UsageError) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, scalars) in lines.enumerated() {
      let line = trimmed(Substring(scalars))
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "\(path):\(index + 1)"
      guard let equals = line.unicodeScalars.firstIndex(of: "=") else {
        throw UsageError("the line has no \"=\"", remedy: "write it as \"flag = value\"", place: place)
      }
      var key = trimmed(line[..<equals])
      if key.hasPrefix("--") { key = key.dropFirst(2) }
      do throws(UsageError) {
        let value = try Self.value(trimmed(line[line.unicodeScalars.index(after: equals)...]))
        entries.append(Entry(key: String(key), value: value, line: index + 1))
      } catch {
        throw error.at("\(place): \(key)")
      }
    }
  }

  private static func value(_ text: Substring) throws(UsageError) -> String {
    guard text.hasPrefix("\"") else {
      var end = text.startIndex
      var afterBlank = true
      while end < text.endIndex {
        if text[end] == "#", afterBlank { break }
        afterBlank = text[end] == " " || text[end] == "\t"
        end = text.index(after: end)
      }
      return String(trimmed(text[..<end]))
    }
    var value = ""
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      if character == "\"" {
        let tail = trimmed(rest)
        if tail.isEmpty || tail.hasPrefix("#") { return value }
        throw UsageError("something follows the closing quote", remedy: "write an inner quote as \\\"")
      }
      if character == "\\", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
        value.append(escaped)
        rest.removeFirst()
      } else {
        value.append(character)
      }
    }
    throw UsageError("the closing quote is missing", remedy: "end the value with \"")
  }

  /// Returns the settings for `flags`; keys that only other commands of `program` know are passed over.
  ///
  /// - Throws: At a key that no command knows, or that may not stand in a file.
  func settings(
    flags: [FlagManual], program: ProgramManual, path: String
  ) throws(UsageError) -> [Setting] {
    var settings: [Setting] = []
    for entry in entries {
      let place = "\(path):\(entry.line): \(entry.key)"
      if let index = flags.firstIndex(where: { $0.name == entry.key || $0.aliases.contains(entry.key) }) {
        guard flags[index].isConfigurable, entry.key != "config" else {
          throw UsageError("this cannot be set in a file", remedy: "give it on the command line", place: place)
        }
        settings.append(Setting(flag: index, text: entry.value, place: place, source: .configFile))
      } else if program.commands(withFlag: entry.key).isEmpty {
        let known = (program.commands.flatMap(\.flags) + flags).filter(\.isConfigurable).map(\.name)
        let near = nearestName(to: entry.key, among: known).map { "did you mean \($0)?" } ?? "take the line out"
        throw UsageError("no command has a flag of this name", remedy: near, place: place)
      }
    }
    return settings
  }
}

/// Returns `text` without blanks, tabs and carriage returns at its ends.
func trimmed(_ text: Substring) -> Substring {
  var scalars = text.unicodeScalars
  while let first = scalars.first, first == " " || first == "\t" || first == "\r" { scalars.removeFirst() }
  while let last = scalars.last, last == " " || last == "\t" || last == "\r" { scalars.removeLast() }
  return Substring(scalars)
}
