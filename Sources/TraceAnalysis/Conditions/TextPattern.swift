/// A regular expression that is found anywhere in a text, in time linear in the text whatever the expression.
///
/// Knows `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and their negations (of ASCII), `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`, `|`, groups, `^`, `$`, `\b`, `\B`; `\`
/// makes punctuation plain. What else expressions may have elsewhere is refused.
///
/// Source: the virtual machine of R. Pike, as told by R. Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct TextPattern: Sendable, Hashable {
  /// How long an expression may be, in bytes.
  static let longest = 1000
  /// How many steps an expression may come to, repetitions written out.
  static let mostSteps = 10_000

  private enum Step: Sendable, Hashable {
    case scalars(ScalarSet)
    case fork(Int, Int)
    case jump(Int)
    case start, end, boundary, noBoundary, found
  }

  /// What stands on either side of a position; nil at the ends of the text.
  private struct Position {
    var before: UInt32?
    var after: UInt32?

    var isBoundary: Bool { isWord(before) != isWord(after) }

    private func isWord(_ scalar: UInt32?) -> Bool { scalar.map { ScalarSet.word.contains($0) } ?? false }
  }

  private var steps: [Step] = []

  /// - Throws: What is wrong with the expression, or what of it is not known.
  init(_ text: String) throws(TraceConditionError) {
    if text.utf8.count > TextPattern.longest {
      throw TraceConditionError("the pattern is too long", remedy: "at most \(TextPattern.longest) bytes are taken")
    }
    var parser = TextPatternParser(text)
    let tree = try parser.parse()
    if tree.steps > TextPattern.mostSteps {
      throw TraceConditionError(
        "the pattern \"\(text)\" repeats too much", remedy: "written out it may have \(TextPattern.mostSteps) steps")
    }
    append(tree)
    steps.append(.found)
  }

  /// Whether the expression matches somewhere in the text. O(bytes × length of the expression, repetitions written out).
  func isFound(in text: some Sequence<UInt8>) -> Bool {
    var now: [Int] = []
    var next: [Int] = []
    var seen = [Int](repeating: -1, count: steps.count)
    var number = 0
    var pending: [Int] = []
    func add(_ first: Int, _ list: inout [Int], at position: Position) -> Bool {
      pending.append(first)
      while let step = pending.popLast() {
        if seen[step] == number { continue }
        seen[step] = number
        switch steps[step] {
        case .found:
          pending.removeAll()
          return true
        case .jump(let target): pending.append(target)
        case .fork(let left, let right):
          pending.append(right)
          pending.append(left)
        case .start: if position.before == nil { pending.append(step + 1) }
        case .end: if position.after == nil { pending.append(step + 1) }
        case .boundary: if position.isBoundary { pending.append(step + 1) }
        case .noBoundary: if !position.isBoundary { pending.append(step + 1) }
        case .scalars: list.append(step)
        }
      }
      return false
    }
    var reader = ScalarReader(text.makeIterator())
    var position = Position(before: nil, after: reader.next())
    if add(0, &now, at: position) { return true }
    while let current = position.after {
      position = Position(before: current, after: reader.next())
      number += 1
      next.removeAll(keepingCapacity: true)
      for step in now {
        if case .scalars(let set) = steps[step], set.contains(current) {
          if add(step + 1, &next, at: position) { return true }
        }
      }
      if add(0, &next, at: position) { return true }
      swap(&now, &next)
    }
    return false
  }

  private mutating func append(_ tree: TextPatternTree) {
    switch tree {
    case .scalars(let set): steps.append(.scalars(set))
    case .start: steps.append(.start)
    case .end: steps.append(.end)
    case .boundary: steps.append(.boundary)
    case .noBoundary: steps.append(.noBoundary)
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
    case .repeated(let part, let least, let most):
      for _ in 0..<(most == nil ? max(0, least - 1) : least) { append(part) }
      guard let most else {
        let body = steps.count
        if least == 0 { steps.append(.fork(body + 1, 0)) }
        append(part)
        if least == 0 {
          steps.append(.jump(body))
          steps[body] = .fork(body + 1, steps.count)
        } else {
          steps.append(.fork(body, steps.count + 1))
        }
        return
      }
      var forks: [Int] = []
      for _ in least..<most {
        forks.append(steps.count)
        steps.append(.fork(steps.count + 1, 0))
        append(part)
      }
      for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
  }
}

extension TextPatternTree {
  /// How many steps it comes to, at most; saturates.
  fileprivate var steps: Int {
    switch self {
    case .scalars, .start, .end, .boundary, .noBoundary: 1
    case .sequence(let parts): parts.reduce(0) { TextPatternTree.sum($0, $1.steps) }
    case .either(let left, let right): TextPatternTree.sum(TextPatternTree.sum(left.steps, right.steps), 2)
    case .repeated(let part, let least, let most):
      TextPatternTree.product(TextPatternTree.sum(part.steps, 2), max(least, most ?? 1))
    }
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? .max : sum
  }

  private static func product(_ left: Int, _ right: Int) -> Int {
    let (product, overflowed) = left.multipliedReportingOverflow(by: right)
    return overflowed ? .max : product
  }
}
