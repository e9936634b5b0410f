/// A regular expression that is found anywhere in a text, in time linear in the text whatever the expression.
///
/// Knows `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and their negations, `*`, `+`, `?`, `|`, groups, `^`, `$`; `\` makes any other character plain. Works on
/// the bytes of UTF-8.
///
/// Source: the virtual machine of R. Pike, as told by R. Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct TextPattern: Sendable, Hashable {
  /// How long an expression may be, in bytes.
  static let longest = 1000

  private enum Step: Sendable, Hashable {
    case bytes(ByteSet)
    case fork(Int, Int)
    case jump(Int)
    case start, end, found
  }

  private var steps: [Step] = []

  /// - Throws: What is wrong with the expression.
  init(_ text: String) throws(TraceConditionError) {
    var parser = Parser(bytes: Array(text.utf8))
    if parser.bytes.count > TextPattern.longest {
      throw TraceConditionError("the pattern is too long", remedy: "at most \(TextPattern.longest) bytes are taken")
    }
    let tree = try parser.alternatives()
    if parser.place < parser.bytes.count { throw Parser.malformed(text, "\")\" has no \"(\"") }
    append(tree)
    steps.append(.found)
  }

  /// Whether the expression matches somewhere in the text. O(bytes × length of the expression).
  func isFound(in text: some Sequence<UInt8>) -> Bool {
    var now: [Int] = []
    var next: [Int] = []
    var seen = [Int](repeating: -1, count: steps.count)
    var place = 0
    var pending: [Int] = []
    func add(_ first: Int, _ list: inout [Int], isStart: Bool, isEnd: Bool) -> Bool {
      pending.append(first)
      while let step = pending.popLast() {
        if seen[step] == place { continue }
        seen[step] = place
        switch steps[step] {
        case .found:
          pending.removeAll()
          return true
        case .jump(let target): pending.append(target)
        case .fork(let left, let right):
          pending.append(right)
          pending.append(left)
        case .start: if isStart { pending.append(step + 1) }
        case .end: if isEnd { pending.append(step + 1) }
        case .bytes: list.append(step)
        }
      }
      return false
    }
    var iterator = text.makeIterator()
    var byte = iterator.next()
    if add(0, &now, isStart: true, isEnd: byte == nil) { return true }
    while let current = byte {
      byte = iterator.next()
      place += 1
      next.removeAll(keepingCapacity: true)
      for step in now {
        if case .bytes(let set) = steps[step], set.contains(current) {
          if add(step + 1, &next, isStart: false, isEnd: byte == nil) { return true }
        }
      }
      if add(0, &next, isStart: false, isEnd: byte == nil) { return true }
      swap(&now, &next)
    }
    return false
  }

  private mutating func append(_ tree: Tree) {
    switch tree {
    case .bytes(let set): steps.append(.bytes(set))
    case .start: steps.append(.start)
    case .end: steps.append(.end)
    case .sequence(let parts): for part in parts { append(part) }
    case .either(let left, let right):
      let fork = steps.count
      steps.append(.fork(fork + 1, 0))
      append(left)
      let jump = steps.count
      steps.append(.jump(0))
      steps[fork] = .fork(fork + 1, steps.count)
      append(right)
      steps[jump] = .jump(steps.count)
    case .repeated(let part, let atLeastOnce, let atMostOnce):
      let fork = steps.count
      if !atLeastOnce { steps.append(.fork(fork + 1, 0)) }
      let body = steps.count
      append(part)
      if atLeastOnce {
        steps.append(.fork(body, steps.count + 1))
      } else {
        if !atMostOnce { steps.append(.jump(fork)) }
        steps[fork] = .fork(fork + 1, steps.count)
      }
    }
  }

  private indirect enum Tree {
    case bytes(ByteSet)
    case start, end
    case sequence([Tree])
    case either(Tree, Tree)
    case repeated(Tree, atLeastOnce: Bool, atMostOnce: Bool)
  }

  private struct Parser {
    let bytes: [UInt8]
    var place = 0
    var depth = 0

    static func malformed(_ text: String, _ why: String) -> TraceConditionError {
      TraceConditionError("the pattern \"\(text)\" is malformed: \(why)", remedy: "\\ makes the next character plain")
    }

    private func malformed(_ why: String) -> TraceConditionError {
      Parser.malformed(String(decoding: bytes, as: UTF8.self), why)
    }

    mutating func alternatives() throws(TraceConditionError) -> Tree {
      var tree = try sequence()
      while place < bytes.count, bytes[place] == UInt8(ascii: "|") {
        place += 1
        tree = .either(tree, try sequence())
      }
      return tree
    }

    private mutating func sequence() throws(TraceConditionError) -> Tree {
      var parts: [Tree] = []
      while place < bytes.count, bytes[place] != UInt8(ascii: "|"), bytes[place] != UInt8(ascii: ")") {
        var part = try atom()
        repeats: while place < bytes.count {
          switch bytes[place] {
          case UInt8(ascii: "*"): part = .repeated(part, atLeastOnce: false, atMostOnce: false)
          case UInt8(ascii: "+"): part = .repeated(part, atLeastOnce: true, atMostOnce: false)
          case UInt8(ascii: "?"): part = .repeated(part, atLeastOnce: false, atMostOnce: true)
          default: break repeats
          }
          place += 1
        }
        parts.append(part)
      }
      return .sequence(parts)
    }

    private mutating func atom() throws(TraceConditionError) -> Tree {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "."): return .bytes(ByteSet.any)
      case UInt8(ascii: "^"): return .start
      case UInt8(ascii: "$"): return .end
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
        throw malformed("\"\(Character(Unicode.Scalar(byte)))\" has nothing to repeat")
      case UInt8(ascii: "("):
        depth += 1
        if depth > 100 { throw malformed("its groups are nested too deep") }
        let tree = try alternatives()
        guard place < bytes.count else { throw malformed("\"(\" has no \")\"") }
        place += 1
        depth -= 1
        return tree
      case UInt8(ascii: "["): return .bytes(try set())
      case UInt8(ascii: "\\"): return .bytes(try escaped())
      default: return .bytes(ByteSet(byte))
      }
    }

    private mutating func escaped() throws(TraceConditionError) -> ByteSet {
      guard place < bytes.count else { throw malformed("it ends in \\") }
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "d"): return ByteSet.digits
      case UInt8(ascii: "D"): return ByteSet.digits.inverted
      case UInt8(ascii: "w"): return ByteSet.word
      case UInt8(ascii: "W"): return ByteSet.word.inverted
      case UInt8(ascii: "s"): return ByteSet.space
      case UInt8(ascii: "S"): return ByteSet.space.inverted
      case UInt8(ascii: "n"): return ByteSet(0x0a)
      case UInt8(ascii: "t"): return ByteSet(0x09)
      default: return ByteSet(byte)
      }
    }

    private mutating func set() throws(TraceConditionError) -> ByteSet {
      var set = ByteSet()
      let isInverted = place < bytes.count && bytes[place] == UInt8(ascii: "^")
      if isInverted { place += 1 }
      var isFirst = true
      while place < bytes.count, isFirst || bytes[place] != UInt8(ascii: "]") {
        isFirst = false
        if bytes[place] == UInt8(ascii: "\\") {
          place += 1
          set.formUnion(try escaped())
          continue
        }
        let low = bytes[place]
        place += 1
        if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "-"), bytes[place + 1] != UInt8(ascii: "]") {
          let high = bytes[place + 1]
          place += 2
          if high < low { throw malformed("a range in [] ends before it starts") }
          for byte in low...high { set.insert(byte) }
        } else {
          set.insert(low)
        }
      }
      guard place < bytes.count else { throw malformed("\"[\" has no \"]\"") }
      place += 1
      return isInverted ? set.inverted : set
    }
  }
}

/// A set of bytes.
struct ByteSet: Sendable, Hashable {
  private var low: UInt128 = 0
  private var high: UInt128 = 0

  init() {}

  init(_ byte: UInt8) { insert(byte) }

  mutating func insert(_ byte: UInt8) {
    if byte < 128 { low |= 1 << UInt128(byte) } else { high |= 1 << UInt128(byte - 128) }
  }

  mutating func formUnion(_ other: ByteSet) {
    low |= other.low
    high |= other.high
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 128 ? low >> UInt128(byte) & 1 == 1 : high >> UInt128(byte - 128) & 1 == 1
  }

  var inverted: ByteSet {
    var set = self
    set.low = ~low
    set.high = ~high
    return set
  }

  static let any = ByteSet().inverted
  static let digits = ByteSet(in: "0123456789")
  static let word = ByteSet(in: "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  static let space = ByteSet(in: " \t\n\r\u{b}\u{c}")

  private init(in text: String) {
    for byte in text.utf8 { insert(byte) }
  }
}
