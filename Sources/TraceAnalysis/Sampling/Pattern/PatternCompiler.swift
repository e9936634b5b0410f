/// Turns a ``PatternNode`` into instructions.
struct PatternCompiler {
  private(set) var program: [Pattern.Instruction] = []

  /// Longer programs are refused: repetitions of repetitions grow without end.
  private static let maxLength = 50_000

  mutating func compile(_ node: PatternNode) throws(PatternError) {
    if program.count > PatternCompiler.maxLength { throw PatternError(problem: "the pattern is too large") }
    switch node {
    case .empty: break
    case .one(let set): program.append(.one(set))
    case .assert(let assertion): program.append(.assert(assertion))
    case .sequence(let nodes): for node in nodes { try compile(node) }
    case .choice(let nodes): try compile(choice: nodes[...])
    case .repeated(let node, let least, let most):
      for _ in 0..<least { try compile(node) }
      if let most {
        try compile(node, atMost: most - least)
      } else {
        let start = program.count
        program.append(.match)
        try compile(node)
        program.append(.jump(start))
        program[start] = .split(start + 1, program.count)
      }
    }
  }

  private mutating func compile(choice nodes: ArraySlice<PatternNode>) throws(PatternError) {
    guard let first = nodes.first else { return }
    if nodes.count == 1 { return try compile(first) }
    var ends: [Int] = []
    for node in nodes.dropLast() {
      let start = program.count
      program.append(.match)
      try compile(node)
      ends.append(program.count)
      program.append(.match)
      program[start] = .split(start + 1, program.count)
    }
    if let last = nodes.last { try compile(last) }
    for end in ends { program[end] = .jump(program.count) }
  }

  private mutating func compile(_ node: PatternNode, atMost count: Int) throws(PatternError) {
    var starts: [Int] = []
    for _ in 0..<count {
      starts.append(program.count)
      program.append(.match)
      try compile(node)
    }
    for start in starts { program[start] = .split(start + 1, program.count) }
  }
}
