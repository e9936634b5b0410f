/// `SERVICE` or `SERVICE:OPERATION`, split at the first `:` that is not written `\:`.
///
/// In both parts `\:` stands for `:` and `\\` for `\`; any other `\` stands for itself.
struct ServiceOperation: Hashable, Sendable, CustomStringConvertible {
  var service: String
  var operation: String?

  init(service: String, operation: String?) {
    self.service = service
    self.operation = operation
  }

  /// The operation may be left out.
  @Sendable static func parse(_ text: String) throws(UsageError) -> ServiceOperation {
    var parts = [""]
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.first, next == ":" || next == "\\" {
        parts[parts.count - 1].unicodeScalars.append(next)
        rest.removeFirst()
      } else if scalar == ":", parts.count == 1 {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    if parts.contains("") {
      throw UsageError("\"\(text)\" lacks a service or operation", remedy: "write SERVICE or SERVICE:OPERATION")
    }
    return ServiceOperation(service: parts[0], operation: parts.count == 2 ? parts[1] : nil)
  }

  /// The operation must be there.
  @Sendable static func parsePair(_ text: String) throws(UsageError) -> ServiceOperation {
    let pair = try parse(text)
    if pair.operation == nil {
      throw UsageError(
        "\"\(text)\" names no operation", remedy: "write SERVICE:OPERATION, a \":\" in a name as \"\\:\"")
    }
    return pair
  }

  /// Parses to the same value.
  var description: String {
    Self.escaped(service, colons: true) + (operation.map { ":" + Self.escaped($0, colons: false) } ?? "")
  }

  private static func escaped(_ text: String, colons: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\\" || (colons && scalar == ":") { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
