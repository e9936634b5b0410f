/// A regular expression, taken apart.
indirect enum PatternNode: Sendable {
  case empty
  case one(CharacterSet)
  case assert(Pattern.Assertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// At least and at most so many times; nil for any number. Which match is preferred does not matter here.
  case repeated(PatternNode, Int, Int?)
}

/// Reads RE2's syntax.
struct PatternParser {
  private var rest: Substring.UnicodeScalarView
  private var flags = Flags()
  private var depth = 0

  private struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
  }

  /// Deeper groups are refused.
  private static let maxDepth = 100
  /// More repetitions than that RE2 refuses too.
  private static let maxRepeat = 1000

  static func parse(_ text: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(rest: text[...].unicodeScalars)
    let node = try parser.choice()
    if !parser.rest.isEmpty { throw PatternError(problem: "a \")\" is too many") }
    return node
  }

  private init(rest: Substring.UnicodeScalarView) { self.rest = rest }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    if depth > PatternParser.maxDepth { throw PatternError(problem: "groups are nested too deep") }
    let outer = flags
    defer { flags = outer }
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = rest.first, scalar != "|", scalar != ")" { nodes.append(try repeatedAtom()) }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repeatedAtom() throws(PatternError) -> PatternNode {
    var node = try atom()
    var isRepeated = false
    while let (least, most) = try repetition() {
      if isRepeated { throw PatternError(problem: "a repetition is repeated") }
      isRepeated = true
      _ = take("?")
      node = .repeated(node, least, most)
    }
    return node
  }

  private mutating func repetition() throws(PatternError) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard rest.first == "{" else { return nil }
    let before = rest
    rest.removeFirst()
    let least = number()
    var most = least
    if take(",") { most = number() }
    guard let least, take("}") else {
      // Braces that hold no numbers stand for themselves.
      rest = before
      return nil
    }
    if least > PatternParser.maxRepeat || (most ?? 0) > PatternParser.maxRepeat || most.map({ $0 < least }) ?? false {
      throw PatternError(problem: "a repetition is of no number of times from 0 to \(PatternParser.maxRepeat)")
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix { "0"..."9" ~= $0 }
    guard (1...6).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Int(String(String.UnicodeScalarView(digits)))
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = rest.popFirst() else { return .empty }
    switch scalar {
    case "(": return try group()
    case "[": return .one(try bracketed())
    case ".": return .one(flags.dotMatchesNewline ? .any : .anyButNewline)
    case "^": return .assert(flags.isMultiline ? .beginOfLine : .beginOfText)
    case "$": return .assert(flags.isMultiline ? .endOfLine : .endOfText)
    case "*", "+", "?": throw PatternError(problem: "a \"\(Character(scalar))\" has nothing to repeat")
    case "\\": return try escape()
    default: return literal(scalar)
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
    .one(flags.ignoresCase ? CharacterSet(scalar).withBothCases : CharacterSet(scalar))
  }

  // MARK: Groups

  private mutating func group() throws(PatternError) -> PatternNode {
    let outer = flags
    if take("?") {
      if take("P<") || take("<") {
        guard let end = rest.firstIndex(of: ">"), end > rest.startIndex else {
          throw PatternError(problem: "a group's name is not closed")
        }
        rest = rest[rest.index(after: end)...]
      } else if try groupFlags() {
        // The flags hold for the rest of the group around them.
        return .empty
      }
    }
    let node = try choice()
    flags = outer
    if !take(")") { throw PatternError(problem: "a \")\" is missing") }
    return node
  }

  /// Reads `i`, `-s` and their like up to `)` (true) or `:` (false).
  private mutating func groupFlags() throws(PatternError) -> Bool {
    var isSet = true
    while let scalar = rest.popFirst() {
      switch scalar {
      case ":": return false
      case ")": return true
      case "-": isSet = false
      case "i": flags.ignoresCase = isSet
      case "m": flags.isMultiline = isSet
      case "s": flags.dotMatchesNewline = isSet
      case "U": break
      default: throw PatternError(problem: "\"(?\(Character(scalar))\" is not known")
      }
    }
    throw PatternError(problem: "a \")\" is missing")
  }

  // MARK: Escapes

  private mutating func escape() throws(PatternError) -> PatternNode {
    if let set = try classEscape() { return .one(flags.ignoresCase ? set.withBothCases : set) }
    switch rest.first {
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "A": return assertion(.beginOfText)
    case "z": return assertion(.endOfText)
    case "Q":
      rest.removeFirst()
      var nodes: [PatternNode] = []
      while !rest.isEmpty, !take("\\E") { nodes.append(literal(rest.removeFirst())) }
      return .sequence(nodes)
    default: return literal(try scalarEscape())
    }
  }

  private mutating func assertion(_ assertion: Pattern.Assertion) -> PatternNode {
    rest.removeFirst()
    return .assert(assertion)
  }

  /// `\d`, `\W`, `\pL` and their like.
  private mutating func classEscape() throws(PatternError) -> CharacterSet? {
    guard let scalar = rest.first else { throw PatternError(problem: "a \"\\\" ends the pattern") }
    let sets: [Unicode.Scalar: CharacterSet] = ["d": .digit, "w": .word, "s": .space]
    if let set = sets[scalar] {
      rest.removeFirst()
      return set
    }
    for (name, set) in sets where Character(scalar) == Character(name).uppercased().first {
      rest.removeFirst()
      return CharacterSet(set.complement)
    }
    if scalar == "p" || scalar == "P" {
      throw PatternError(problem: "\"\\\(Character(scalar))\" (a class of Unicode) is not evaluated here")
    }
    return nil
  }

  private mutating func scalarEscape() throws(PatternError) -> Unicode.Scalar {
    let scalar = rest.removeFirst()
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "a": return "\u{7}"
    case "x": return try hexadecimal()
    case "0": return try octal()
    case _ where scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9" ~= scalar): return scalar
    default: throw PatternError(problem: "\"\\\(Character(scalar))\" is not known")
    }
  }

  private mutating func octal() throws(PatternError) -> Unicode.Scalar {
    let digits = rest.prefix(2).prefix { "0"..."7" ~= $0 }
    rest = rest.dropFirst(digits.count)
    return Unicode.Scalar(UInt32(String(String.UnicodeScalarView(digits)), radix: 8) ?? 0) ?? "\0"
  }

  private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
    var digits = rest.prefix(2)
    if take("{") {
      digits = rest.prefix { $0 != "}" }
      rest = rest.dropFirst(digits.count)
      if !take("}") { throw PatternError(problem: "\"\\x{\" is not closed") }
    } else {
      rest = rest.dropFirst(digits.count)
    }
    guard digits.count >= 1, let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw PatternError(problem: "\"\\x\" names no character") }
    return scalar
  }

  // MARK: Brackets

  private mutating func bracketed() throws(PatternError) -> CharacterSet {
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while true {
      guard let scalar = rest.first else { throw PatternError(problem: "a \"]\" is missing") }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if take("[:") {
        let isComplement = take("^")
        let name = rest.prefix { $0 != ":" }
        rest = rest.dropFirst(name.count)
        guard take(":]"), let set = CharacterSet.posix[String(String.UnicodeScalarView(name))] else {
          throw PatternError(problem: "a class of characters is not known")
        }
        ranges += isComplement ? set.complement : set.positive
        continue
      }
      if scalar == "\\" {
        let before = rest
        rest.removeFirst()
        if let set = try classEscape() {
          ranges += set.positive
          continue
        }
        rest = before
      }
      let low = try bracketedScalar()
      var high = low
      if rest.first == "-", rest.dropFirst().first.map({ $0 != "]" }) ?? false {
        rest.removeFirst()
        high = try bracketedScalar()
      }
      if high < low { throw PatternError(problem: "a range of characters runs backwards") }
      ranges.append(low.value...high.value)
    }
    rest.removeFirst()
    var set = CharacterSet(ranges)
    if flags.ignoresCase { set = set.withBothCases }
    return isNegated ? CharacterSet(set.complement) : set
  }

  private mutating func bracketedScalar() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = rest.popFirst() else { throw PatternError(problem: "a \"]\" is missing") }
    if scalar != "\\" { return scalar }
    if rest.isEmpty { throw PatternError(problem: "a \"\\\" ends the pattern") }
    return try scalarEscape()
  }
}
