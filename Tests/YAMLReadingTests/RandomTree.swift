import TracemillTesting
import YAMLReading

/// A value to be written as YAML and read back.
indirect enum RandomTree: Equatable {
  case null
  case plain(String)
  case quoted(String)
  case list([RandomTree])
  case map([(String, RandomTree)])

  static func == (left: RandomTree, right: RandomTree) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.plain(let left), .plain(let right)), (.quoted(let left), .quoted(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
    default: false
    }
  }

  /// A tree of at most `depth` levels. O(4^depth).
  static func make(_ random: inout SeededGenerator, depth: Int = 4) -> RandomTree {
    switch Int.random(in: 0..<(depth > 1 ? 7 : 3), using: &random) {
    case 0: return .null
    case 1: return .plain(random.pick(plainTexts))
    case 2: return .quoted(random.pick(quotedTexts))
    case 3, 4:
      let count = Int.random(in: 1...3, using: &random)
      return .list((0..<count).map { _ in make(&random, depth: depth - 1) })
    default:
      let keys = plainTexts.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
      return .map(keys.map { ($0, make(&random, depth: depth - 1)) })
    }
  }

  private static let plainTexts = [
    "a", "POST /pay", "1", "-5", "99.9", "10%", "http://x:80/y", "a#b", "-x", "true", "x y z", "é", "a_b-c.d/e",
  ]
  private static let quotedTexts = [
    "", " ", "a: b", "# no comment", "\"", "it's", "\n\t\\", "[x", "null", "*", "é\u{1F600}", "{",
  ]

  /// What the reader should make of it, without lines.
  init(_ node: YAMLNode) {
    switch node.value {
    case .null: self = .null
    case .scalar(let scalar): self = scalar.style == .plain ? .plain(scalar.text) : .quoted(scalar.text)
    case .sequence(let nodes): self = .list(nodes.map(RandomTree.init))
    case .mapping(let entries): self = .map(entries.map { ($0.key, RandomTree($0.value)) })
    }
  }

  // MARK: Writing

  /// The value in one of the many forms that YAML has for it.
  func text(_ random: inout SeededGenerator) -> String {
    block(0, &random) + (Bool.random(using: &random) ? "" : "...\n")
  }

  private func flow(_ random: inout SeededGenerator) -> String {
    func gap(_ random: inout SeededGenerator) -> String { random.pick(["", " ", "\n   ", " # so\n  "]) }
    func joined(_ items: [String], _ open: String, _ close: String, _ random: inout SeededGenerator) -> String {
      var text = open
      for (number, item) in items.enumerated() {
        text += gap(&random) + item + (item.hasSuffix(":") ? " " : "")
        if number + 1 < items.count {
          text += gap(&random) + ","
        } else {
          text += Bool.random(using: &random) ? "," : ""
        }
      }
      return text + gap(&random) + close
    }
    switch self {
    case .list(let nodes): return joined(nodes.map { $0.flow(&random) }, "[", "]", &random)
    case .map(let entries): return joined(entries.map { "\($0): \($1.flow(&random))" }, "{", "}", &random)
    default: return scalar(&random)
    }
  }

  private func scalar(_ random: inout SeededGenerator) -> String {
    switch self {
    case .null: return random.pick(["~", "null"])
    case .plain(let text): return text
    case .quoted(let text):
      if !text.contains(where: { "\n\t".contains($0) }), Bool.random(using: &random) {
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
      }
      var result = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "\"", "\\": result += "\\\(Character(scalar))"
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "\""
    default: return flow(&random)
    }
  }

  /// Lines, each with its line break, the first one indented too.
  private func block(_ indentation: Int, _ random: inout SeededGenerator) -> String {
    let space = String(repeating: " ", count: indentation)
    func noise(_ random: inout SeededGenerator) -> String {
      random.pick(["", "", "", "\n", "  # a remark\n", "# another\n"])
    }
    switch self {
    case .list(let nodes) where Int.random(in: 0..<3, using: &random) > 0:
      return nodes.reduce(into: "") { text, node in
        text += noise(&random) + space + "-" + node.behindDash(indentation, &random)
      }
    case .map(let entries) where Int.random(in: 0..<3, using: &random) > 0:
      return entries.reduce(into: "") { text, entry in
        text += noise(&random) + space + entry.0 + ":" + entry.1.behindKey(indentation, &random)
      }
    default: return space + scalar(&random) + random.pick([" # end\n", "\n", "\r\n"])
    }
  }

  private func behindKey(_ indentation: Int, _ random: inout SeededGenerator) -> String {
    switch self {
    case .list, .map:
      let text = block(indentation + Int.random(in: 1...3, using: &random), &random)
      return "\n" + text
    case .null: return random.pick([" # nothing\n", "\n", " ~\n"])
    default: return " " + scalar(&random) + "\n"
    }
  }

  private func behindDash(_ indentation: Int, _ random: inout SeededGenerator) -> String {
    let inner = indentation + Int.random(in: 2...4, using: &random)
    if case .null = self { return "\n" }
    let text = block(inner, &random)
    // In the line of the dash, when the value's first line has no remark before it.
    if text.hasPrefix(String(repeating: " ", count: inner)), Bool.random(using: &random) {
      return String(text.dropFirst(indentation + 1))
    }
    return "\n" + text
  }
}
