/// Reads the part of YAML that configuration files use, and refuses the rest with its line.
///
/// Read are: one document in UTF-8; comments; block mappings and sequences (a dash may stand under its key); flow mappings and
/// sequences, also over several lines and with a last comma; plain, single- and double-quoted texts that end in their line; `|` and `>`
/// blocks, passed over. Refused are anchors, aliases, tags, a key twice in one mapping, explicit (`?`) and nested keys, texts over several lines.
///
/// Source: YAML 1.2.2 (yaml.org/spec), of which this is a part.
public struct YAMLParser {
  /// Deeper values are refused: the reader walks by recursion.
  public static let maxDepth = 64

  let text: YAMLLines
  /// Number in `text.lines`; past the last one at the end.
  var row = 0
  /// Of the byte to be read, within the line at `row`.
  var offset = 0
  private var depth = 0

  /// Reads a text. O(*n*).
  ///
  /// - Returns: The document's value; null, at line 1, when there is nothing but comments.
  public static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
    var parser = YAMLParser(text: try YAMLLines(bytes))
    guard try parser.moveToContent() else { return YAMLNode(line: 1, .null) }
    let node = try parser.blockNode()
    if try parser.moveToContent() { throw parser.wrongIndentation() }
    return node
  }

  private init(text: YAMLLines) {
    self.text = text
  }

  // MARK: Where it is

  var line: YAMLLines.Line { text.lines[row] }
  var column: Int { offset - line.start }
  /// The byte at hand, or nil at the end of the line.
  var byte: UInt8? { offset < line.end ? text.bytes[offset] : nil }
  /// The byte behind that, or nil where the line ends.
  var following: UInt8? { offset + 1 < line.end ? text.bytes[offset + 1] : nil }

  func error(_ problem: String, remedy: String) -> YAMLError { YAMLError(line: line.number, problem, remedy: remedy) }

  func wrongIndentation() -> YAMLError {
    error(
      "the line is indented as nothing above it is",
      remedy: "align it with what it belongs to; a text ends in its line, or stands in quotes")
  }

  /// Moves to the next line that says something, this one included. False at the end.
  mutating func moveToContent() throws(YAMLError) -> Bool {
    while row < text.lines.count, line.isBlank { row += 1 }
    guard row < text.lines.count else { return false }
    offset = line.content
    if byte == UInt8(ascii: "\t") { throw error("a tab is in the indentation", remedy: "indent by spaces") }
    return true
  }

  mutating func skipBlanks() { while let byte, isBlank(byte) { offset += 1 } }

  /// Whether nothing but a comment is left of the line. Blanks were skipped before.
  var isAtEndOfLine: Bool {
    guard let byte else { return true }
    return byte == UInt8(ascii: "#") && (offset == line.start || isBlank(text.bytes[offset - 1]))
  }

  /// Moves behind the line, of which nothing but a comment may be left.
  mutating func endLine() throws(YAMLError) {
    skipBlanks()
    if !isAtEndOfLine {
      throw error("more text stands behind the value", remedy: "put the whole value in quotes, or start a new line")
    }
    row += 1
  }

  /// Whether the mark at hand (`-`, `?`, `:`) stands alone, as an indicator does.
  var isIndicator: Bool { following.map(isBlank) ?? true }

  // MARK: Blocks

  /// The node whose first byte is at hand; at the end the line behind it is.
  mutating func blockNode() throws(YAMLError) -> YAMLNode {
    depth += 1
    defer { depth -= 1 }
    try checkDepth(depth)
    let number = line.number
    let column = column
    if byte == UInt8(ascii: "-"), isIndicator { return try sequence(at: column) }
    if let node = try flowNode() {
      try endLine()
      return node
    }
    let scalar = try scalarText(inFlow: false)
    skipBlanks()
    if byte == UInt8(ascii: ":"), isIndicator {
      return try mapping(at: column, first: (scalar.text, number))
    }
    try endLine()
    return YAMLNode(line: number, scalar)
  }

  func checkDepth(_ depth: Int) throws(YAMLError) {
    if depth > YAMLParser.maxDepth {
      throw error("values are nested deeper than \(YAMLParser.maxDepth) levels", remedy: "write it flatter")
    }
  }

  /// A mapping whose keys stand at `column`; the colon behind the first one is at hand.
  private mutating func mapping(at column: Int, first: (text: String, line: Int)) throws(YAMLError) -> YAMLNode {
    var entries: [YAMLEntry] = []
    var keys: Set<String> = []
    var key = first
    while true {
      if !keys.insert(key.text).inserted {
        throw YAMLError(line: key.line, "the key \"\(key.text)\" stands twice here", remedy: "keep one of the two")
      }
      offset += 1
      let value = try mappingValue(at: column)
      entries.append(YAMLEntry(key: key.text, line: key.line, value: value))
      guard try moveToContent(), line.indentation >= column else { break }
      if line.indentation > column { throw wrongIndentation() }
      if byte == UInt8(ascii: "-"), isIndicator {
        throw error("a list entry stands among keys", remedy: "indent it below its key")
      }
      let number = line.number
      let scalar = try scalarText(inFlow: false)
      skipBlanks()
      guard byte == UInt8(ascii: ":"), isIndicator else {
        throw error("\"\(scalar.text)\" has no \":\" behind it", remedy: "write KEY: VALUE")
      }
      key = (scalar.text, number)
    }
    return YAMLNode(line: first.line, .mapping(entries))
  }

  /// What stands behind the colon of a key at `column`, or below it.
  private mutating func mappingValue(at column: Int) throws(YAMLError) -> YAMLNode {
    let number = line.number
    skipBlanks()
    if isAtEndOfLine {
      row += 1
      guard try moveToContent() else { return YAMLNode(line: number, .null) }
      if line.indentation > column { return try blockNode() }
      // A dash may stand under its key.
      if line.indentation == column, byte == UInt8(ascii: "-"), isIndicator { return try sequence(at: column) }
      return YAMLNode(line: number, .null)
    }
    if let block = try blockText(below: column) { return block }
    if byte == UInt8(ascii: "-"), isIndicator {
      throw error("a list begins in the line of its key", remedy: "begin it on the next line, or write [A, B]")
    }
    if let node = try flowNode() {
      try endLine()
      return node
    }
    let scalar = try scalarText(inFlow: false)
    skipBlanks()
    if byte == UInt8(ascii: ":"), isIndicator {
      throw error("a second \":\" stands in the line", remedy: "put the value in quotes, or begin it on the next line")
    }
    try endLine()
    return YAMLNode(line: number, scalar)
  }

  /// A sequence whose dashes stand at `column`; the first one is at hand.
  private mutating func sequence(at column: Int) throws(YAMLError) -> YAMLNode {
    depth += 1
    defer { depth -= 1 }
    try checkDepth(depth)
    let first = line.number
    var nodes: [YAMLNode] = []
    while true {
      let number = line.number
      offset += 1
      while byte == UInt8(ascii: " ") { offset += 1 }
      if byte == UInt8(ascii: "\t") { throw error("a tab is in the indentation", remedy: "indent by spaces") }
      if isAtEndOfLine {
        row += 1
        let isBelow = try moveToContent() && line.indentation > column
        nodes.append(isBelow ? try blockNode() : YAMLNode(line: number, .null))
      } else if let block = try blockText(below: column) {
        nodes.append(block)
      } else {
        nodes.append(try blockNode())
      }
      guard try moveToContent(), line.indentation >= column else { break }
      if line.indentation > column { throw wrongIndentation() }
      // With the dash under its key the next key stands here too.
      guard byte == UInt8(ascii: "-"), isIndicator else { break }
    }
    return YAMLNode(line: first, .sequence(nodes))
  }
}
