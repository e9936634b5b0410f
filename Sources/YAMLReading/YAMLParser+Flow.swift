extension YAMLParser {
  /// A flow mapping or sequence, when one begins here; behind its bracket afterwards.
  mutating func flowNode(depth: Int = 1) throws(YAMLError) -> YAMLNode? {
    switch byte {
    case UInt8(ascii: "["): try flowSequence(depth)
    case UInt8(ascii: "{"): try flowMapping(depth)
    default: nil
    }
  }

  private mutating func flowSequence(_ depth: Int) throws(YAMLError) -> YAMLNode {
    try checkDepth(depth)
    let first = line.number
    offset += 1
    var nodes: [YAMLNode] = []
    while try moveWithinFlow(from: first) != UInt8(ascii: "]") {
      let number = line.number
      if let node = try flowNode(depth: depth + 1) {
        nodes.append(node)
      } else {
        let scalar = try scalarText(inFlow: true)
        let next = try moveWithinFlow(from: first)
        if next == UInt8(ascii: ":"), isFlowColon(after: scalar) {
          // `[a: b]` is a list of one mapping.
          offset += 1
          let value = try flowValue(depth + 1, from: first, closing: UInt8(ascii: "]"))
          nodes.append(YAMLNode(line: number, .mapping([YAMLEntry(key: scalar.text, line: number, value: value)])))
        } else {
          nodes.append(YAMLNode(line: number, scalar))
        }
      }
      try endFlowItem(from: first, closing: UInt8(ascii: "]"))
    }
    offset += 1
    return YAMLNode(line: first, .sequence(nodes))
  }

  private mutating func flowMapping(_ depth: Int) throws(YAMLError) -> YAMLNode {
    try checkDepth(depth)
    let first = line.number
    offset += 1
    var entries: [YAMLEntry] = []
    var keys: Set<String> = []
    while try moveWithinFlow(from: first) != UInt8(ascii: "}") {
      let number = line.number
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        throw error("a key is no text", remedy: "write KEY: VALUE within the braces")
      }
      let scalar = try scalarText(inFlow: true)
      if !keys.insert(scalar.text).inserted {
        throw YAMLError(line: number, "the key \"\(scalar.text)\" stands twice here", remedy: "keep one of the two")
      }
      var value = YAMLNode(line: number, .null)
      if try moveWithinFlow(from: first) == UInt8(ascii: ":"), isFlowColon(after: scalar) {
        offset += 1
        value = try flowValue(depth + 1, from: first, closing: UInt8(ascii: "}"))
      }
      entries.append(YAMLEntry(key: scalar.text, line: number, value: value))
      try endFlowItem(from: first, closing: UInt8(ascii: "}"))
    }
    offset += 1
    return YAMLNode(line: first, .mapping(entries))
  }

  /// Whether the colon at hand ends a key: behind a quoted one a value may stand at once.
  private func isFlowColon(after key: YAMLScalar) -> Bool {
    key.style == .quoted || isIndicator || following.map(isFlowIndicator) ?? true
  }

  /// What stands behind a colon; null before a comma or the closing bracket.
  private mutating func flowValue(_ depth: Int, from first: Int, closing: UInt8) throws(YAMLError) -> YAMLNode {
    let next = try moveWithinFlow(from: first)
    let number = line.number
    if next == UInt8(ascii: ",") || next == closing { return YAMLNode(line: number, .null) }
    if let node = try flowNode(depth: depth) { return node }
    return YAMLNode(line: number, try scalarText(inFlow: true))
  }

  /// Steps over the comma behind an item, if one stands there; else the bracket that closes the collection must.
  private mutating func endFlowItem(from first: Int, closing: UInt8) throws(YAMLError) {
    let next = try moveWithinFlow(from: first)
    if next == UInt8(ascii: ",") {
      offset += 1
    } else if next != closing {
      throw error(
        "a \",\" or \"\(Character(Unicode.Scalar(closing)))\" is missing before this (the bracket opens in line \(first))",
        remedy: "close the bracket, or put the text in quotes")
    }
  }

  /// Moves to the next byte that says something, over line ends and comments, and returns it.
  private mutating func moveWithinFlow(from first: Int) throws(YAMLError) -> UInt8 {
    while true {
      skipBlanks()
      if !isAtEndOfLine, let byte { return byte }
      row += 1
      guard try moveToContent() else {
        throw YAMLError(line: first, "a bracket that opens here is not closed", remedy: "close it by ] or }")
      }
    }
  }
}

/// One of `, [ ] { }`.
func isFlowIndicator(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
  default: false
  }
}
