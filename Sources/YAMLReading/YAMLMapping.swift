/// The entries of a mapping, by key.
public struct YAMLMapping: Sendable {
  /// In the order of the text.
  public let entries: [YAMLEntry]
  /// Where it begins.
  public let line: Int

  /// - Throws: At the first key that is not among `known`.
  public init(_ entries: [YAMLEntry], line: Int, known: [String]) throws(YAMLError) {
    for entry in entries where !known.contains(entry.key) {
      throw YAMLError(
        line: entry.line, "the key \"\(entry.key)\" is not known here",
        remedy: "it takes \(known.joined(separator: ", "))")
    }
    self.entries = entries
    self.line = line
  }

  /// The entry of a key; nil when it is not there, or null stands behind it.
  public subscript(key: String) -> YAMLEntry? {
    guard let entry = entries.first(where: { $0.key == key }), entry.value.value != .null else { return nil }
    return entry
  }

  /// The entry of a key that must be there; without it an error at the line where the mapping begins.
  public func required(_ key: String) throws(YAMLError) -> YAMLEntry {
    if let entry = entries.first(where: { $0.key == key }) { return entry }
    throw YAMLError(line: line, "\"\(key)\" is missing", remedy: "add \(key): VALUE")
  }
}
