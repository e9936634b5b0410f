/// What an expression is made of.
indirect enum TextPatternTree {
  case scalars(ScalarSet)
  case start, end, boundary, noBoundary
  case sequence([TextPatternTree])
  case either(TextPatternTree, TextPatternTree)
  /// From `least` to `most` times in a row; nil for any number.
  case repeated(TextPatternTree, least: Int, most: Int?)
}

/// Reads an expression. What it does not know it refuses: an expression that meant something else would find nothing, and nobody would know.
struct TextPatternParser {
  /// How deep groups may lie in each other.
  static let deepest = 100
  /// How often a part may be told to repeat.
  static let mostRepeats = 1000

  private let text: String
  private let scalars: [Unicode.Scalar]
  private var next = 0
  private var depth = 0

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  /// - Throws: What is wrong with the expression, or what of it is not known.
  mutating func parse() throws(TraceConditionError) -> TextPatternTree {
    let tree = try alternatives()
    if next < scalars.count { throw malformed("\")\" has no \"(\"") }
    return tree
  }

  private func malformed(_ why: String) -> TraceConditionError {
    TraceConditionError("the pattern \"\(text)\" is malformed: \(why)", remedy: "\\ makes the next character plain")
  }

  private func unknown(_ what: String) -> TraceConditionError {
    TraceConditionError(
      "the pattern \"\(text)\" has \(what), which is not known",
      remedy: "it may have . [a-z] \\d \\w \\s \\b | ( ) ^ $ and * + ? {2,5}; \\ makes punctuation plain")
  }

  private var current: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    if current != scalar { return false }
    next += 1
    return true
  }

  private mutating func alternatives() throws(TraceConditionError) -> TextPatternTree {
    var tree = try sequence()
    while skip("|") { tree = .either(tree, try sequence()) }
    return tree
  }

  private mutating func sequence() throws(TraceConditionError) -> TextPatternTree {
    var parts: [TextPatternTree] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      let part = try atom()
      guard let (least, most) = try repetition() else {
        parts.append(part)
        continue
      }
      // How much is taken first makes no difference to whether there is a match.
      _ = skip("?")
      if skip("+") { throw unknown("a repetition that gives nothing back (+ behind another)") }
      if let again = current, again == "*" || again == "?" { throw malformed("\"\(again)\" has nothing to repeat") }
      if try repetition() != nil { throw malformed("a repetition is repeated") }
      parts.append(.repeated(part, least: least, most: most))
    }
    return .sequence(parts)
  }

  /// How often what stands before is to come; nil where nothing says so.
  private mutating func repetition() throws(TraceConditionError) -> (least: Int, most: Int?)? {
    if skip("*") { return (0, nil) }
    if skip("+") { return (1, nil) }
    if skip("?") { return (0, 1) }
    guard current == "{", let end = scalars[next...].firstIndex(of: "}") else { return nil }
    let bounds = scalars[next + 1..<end].split(separator: ",", omittingEmptySubsequences: false)
    // Any other brace is plain: `/users/{id}`.
    guard (1...2).contains(bounds.count), !bounds[0].isEmpty,
      bounds.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } })
    else { return nil }
    next = end + 1
    let numbers = bounds.map { digits in digits.isEmpty ? nil : Int(String(String.UnicodeScalarView(digits))) ?? .max }
    let least = numbers[0] ?? 0
    let most = numbers.count == 1 ? least : numbers[1]
    if max(least, most ?? 0) > TextPatternParser.mostRepeats {
      throw malformed("it repeats a part more than \(TextPatternParser.mostRepeats) times")
    }
    if let most, most < least { throw malformed("a repetition ends before it starts") }
    return (least, most)
  }

  private mutating func atom() throws(TraceConditionError) -> TextPatternTree {
    let scalar = scalars[next]
    if scalar != "{", try repetition() != nil { throw malformed("\"\(scalar)\" has nothing to repeat") }
    next += 1
    switch scalar {
    case ".": return .scalars(.any)
    case "^": return .start
    case "$": return .end
    case "(": return try group()
    case "[": return .scalars(try set())
    case "\\":
      if skip("b") { return .boundary }
      if skip("B") { return .noBoundary }
      return .scalars(try escaped().set)
    case "{":
      next -= 1
      if try repetition() != nil { throw malformed("a repetition in braces has nothing to repeat") }
      next += 1
      return .scalars(ScalarSet(scalar.value))
    default: return .scalars(ScalarSet(scalar.value))
    }
  }

  private mutating func group() throws(TraceConditionError) -> TextPatternTree {
    depth += 1
    if depth > TextPatternParser.deepest { throw malformed("its groups are nested too deep") }
    if skip("?"), !skip(":") { throw unknown("a group that begins with (?") }
    let tree = try alternatives()
    if !skip(")") { throw malformed("\"(\" has no \")\"") }
    depth -= 1
    return tree
  }

  /// What stands behind a backslash: a class, or one character.
  private mutating func escaped() throws(TraceConditionError) -> (set: ScalarSet, single: UInt32?) {
    guard let scalar = current else { throw malformed("it ends in \\") }
    next += 1
    func plain(_ value: UInt32) -> (ScalarSet, UInt32?) { (ScalarSet(value), value) }
    switch scalar {
    case "d": return (.digits, nil)
    case "D": return (ScalarSet.digits.inverted, nil)
    case "w": return (.word, nil)
    case "W": return (ScalarSet.word.inverted, nil)
    case "s": return (.space, nil)
    case "S": return (ScalarSet.space.inverted, nil)
    case "n": return plain(0x0a)
    case "r": return plain(0x0d)
    case "t": return plain(0x09)
    default:
      if ScalarSet.word.contains(scalar.value), scalar != "_" { throw unknown("\\\(scalar)") }
      return plain(scalar.value)
    }
  }

  private mutating func set() throws(TraceConditionError) -> ScalarSet {
    var set = ScalarSet()
    let isInverted = skip("^")
    var isFirst = true
    while let scalar = current, isFirst || scalar != "]" {
      isFirst = false
      guard let low = try member(of: &set) else { continue }
      guard current == "-", next + 1 < scalars.count, scalars[next + 1] != "]" else {
        set.insert(low...low)
        continue
      }
      next += 1
      guard let high = try member(of: &set) else { throw malformed("a range in [] ends in a class") }
      if high < low { throw malformed("a range in [] ends before it starts") }
      set.insert(low...high)
    }
    if !skip("]") { throw malformed("\"[\" has no \"]\"") }
    return isInverted ? set.inverted : set
  }

  /// The next character of a set; nil for a class, which is added to the set.
  private mutating func member(of set: inout ScalarSet) throws(TraceConditionError) -> UInt32? {
    let scalar = scalars[next]
    next += 1
    if scalar == "[", let kind = current, kind == ":" || kind == "." || kind == "=" { throw unknown("[\(kind) in []") }
    if scalar != "\\" { return scalar.value }
    let (members, single) = try escaped()
    if single == nil { set.formUnion(members) }
    return single
  }
}
