/// A regular expression in RE2's syntax, found anywhere in a text.
///
/// Runs all alternatives side by side, so that no text takes longer than its length times the pattern's.
///
/// Source: R. Cox, "Regular Expression Matching: the Virtual Machine Approach"; the syntax of google/re2. Departure: of `\p{…}` only the general
/// categories' main letters are known.
struct Pattern: Sendable {
  enum Instruction: Sendable {
    case one(CharacterSet)
    case assert(Assertion)
    /// Both ways.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  enum Assertion: Sendable {
    case beginOfText, endOfText, beginOfLine, endOfLine, wordBoundary, noWordBoundary
  }

  private let program: [Instruction]

  /// - Throws: ``PatternError`` when the text is no regular expression, or a part of one that is not read.
  init(_ text: String) throws(PatternError) {
    var compiler = PatternCompiler()
    try compiler.compile(try PatternParser.parse(text))
    program = compiler.program + [.match]
  }

  /// Whether it is found somewhere in `text`. O(length of the text · length of the pattern).
  func isFound(in text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var current = ThreadList(count: program.count)
    var next = ThreadList(count: program.count)
    for offset in 0...scalars.count {
      // A match may begin anywhere.
      if add(0, at: offset, scalars, to: &current) { return true }
      guard offset < scalars.count else { return false }
      next.removeAll()
      for number in current.numbers {
        if case .one(let set) = program[number], set.contains(scalars[offset]) {
          if add(number + 1, at: offset + 1, scalars, to: &next) { return true }
        }
      }
      swap(&current, &next)
    }
    return false
  }

  /// Adds an instruction and all that follow it without a character. True when one of them is the match.
  private func add(_ start: Int, at offset: Int, _ text: [Unicode.Scalar], to list: inout ThreadList) -> Bool {
    var pending = [start]
    while let number = pending.popLast() {
      if !list.insert(number) { continue }
      switch program[number] {
      case .match: return true
      case .one: break
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [second, first]
      case .assert(let assertion): if Pattern.holds(assertion, at: offset, text) { pending.append(number + 1) }
      }
    }
    return false
  }

  private static func holds(_ assertion: Assertion, at offset: Int, _ text: [Unicode.Scalar]) -> Bool {
    func isWord(_ offset: Int) -> Bool { text.indices.contains(offset) && CharacterSet.word.contains(text[offset]) }
    return switch assertion {
    case .beginOfText: offset == 0
    case .endOfText: offset == text.count
    case .beginOfLine: offset == 0 || text[offset - 1] == "\n"
    case .endOfLine: offset == text.count || text[offset] == "\n"
    case .wordBoundary: isWord(offset - 1) != isWord(offset)
    case .noWordBoundary: isWord(offset - 1) == isWord(offset)
    }
  }

  /// Instructions, each once, in the order in which they were added.
  private struct ThreadList {
    var numbers: [Int] = []
    private var isIn: [Bool]

    init(count: Int) { isIn = [Bool](repeating: false, count: count) }

    mutating func insert(_ number: Int) -> Bool {
      if isIn[number] { return false }
      isIn[number] = true
      numbers.append(number)
      return true
    }

    mutating func removeAll() {
      for number in numbers { isIn[number] = false }
      numbers.removeAll(keepingCapacity: true)
    }
  }
}

/// Why a text is no regular expression.
struct PatternError: Error, Equatable {
  var problem: String
}
