import Testing
import TracemillTesting
import YAMLReading

@Suite struct YAMLParserTests {
  /// A sentence, the text, what is read of it.
  typealias Reading = (sentence: String, text: String, tree: RandomTree)

  static let readings: [Reading] = [
    ("nothing but a remark is null", "# x\n\n", .null),
    (
      "a byte order mark and the document's marks are no content", "\u{FEFF}---\na: b\n...\n# end\n",
      .map([("a", .plain("b"))])
    ),
    (
      "a dash may stand under its key", "a:\n- b\n- c\nd: e",
      .map([("a", .list([.plain("b"), .plain("c")])), ("d", .plain("e"))])
    ),
    ("lines may end in CR LF", "a:\r\n  - b\r\nc: d\r\n", .map([("a", .list([.plain("b")])), ("c", .plain("d"))])),
    (
      "dashes nest in one line", "- - a\n  - b: c\n    d: e\n-\n  f: g\n",
      .list([.list([.plain("a"), .map([("b", .plain("c")), ("d", .plain("e"))])]), .map([("f", .plain("g"))])])
    ),
    (
      "a flow collection goes over lines and may end in a comma", "a: [\n  {b: c, 'd': [x, y,],},\n  # remark\n]\n",
      .map([("a", .list([.map([("b", .plain("c")), ("d", .list([.plain("x"), .plain("y")]))])]))])
    ),
    (
      "a flow mapping may have keys alone, a flow list single pairs", "{a, b: , c: [d: e]}",
      .map([("a", .null), ("b", .null), ("c", .list([.map([("d", .plain("e"))])]))])
    ),
    (
      "JSON is read", #"{"a":[1,"b\/\u0041\ud83d\ude00"]}"#,
      .map([("a", .list([.plain("1"), .quoted("b/A\u{1F600}")]))])
    ),
    ("a quote is doubled in single quotes", "a: 'it''s: # [x]'", .map([("a", .quoted("it's: # [x]"))])),
    (
      "escapes stand in double quotes", #"a: "\n\t\r\0\\\"\/\x41\u00e9""#,
      .map([("a", .quoted("\n\t\r\0\\\"/A\u{E9}"))])
    ),
    (
      "a plain text may hold colons, hashes and brackets", "a: http://x:80/y#z [b]",
      .map([("a", .plain("http://x:80/y#z [b]"))])
    ),
    ("a value may stand below its key", "a:\n  b\nc:\n  'd'\n", .map([("a", .plain("b")), ("c", .quoted("d"))])),
  ]

  @Test("reads", arguments: readings)
  func reading(_ reading: Reading) throws {
    #expect(RandomTree(try YAMLParser.parse(Array(reading.text.utf8))) == reading.tree, "\(reading.sentence)")
  }

  @Test("a block of text is passed over, and keeps its place")
  func blocks() throws {
    let text =
      "a: |\n  x: [\n\n    - y\nb: >-  # head\n    z\n    - z\n# no text\nc: |2\n    d\n  e\nf:\n- |\n  g\n- h\n"
    let node = try YAMLParser.parse(Array(text.utf8))
    guard case .mapping(let entries) = node.value else { throw YAMLError(line: 0, "no mapping", remedy: "") }
    #expect(entries.map(\.key) == ["a", "b", "c", "f"])
    #expect(entries.map(\.line) == [1, 5, 9, 12])
    #expect(RandomTree(entries[3].value) == .list([.quoted(""), .plain("h")]))
    #expect(throws: YAMLError.self) { try entries[0].text() }
  }

  /// A sentence, the text, the line that is refused.
  typealias Refusal = (sentence: String, text: String, line: Int)

  static let refusals: [Refusal] = [
    ("a tab in the indentation", "a:\n  b: c\n\td: e\n", 3),
    ("a tab behind a dash", "a:\n -\tb: c\n", 2),
    ("a line that is indented as nothing is", "a:\n    b: c\n  d: e\n", 3),
    ("a key that is indented deeper than its neighbours", "a: b\n  c: d\n", 2),
    ("a text that goes on in the next line", "a: b\n  c\n", 2),
    ("a list that is followed by a key", "- a\nb: c\n", 2),
    ("a dash among keys", "a: b\n- c\n", 2),
    ("a list in the line of its key", "a: - b\n", 1),
    ("two colons in a line", "a: b: c\n", 1),
    ("a key without a colon", "a: b\nc\n", 2),
    ("an unclosed bracket", "a: b\nc: [1,\n 2\n", 2),
    ("a bracket that is closed by another", "a: [1}\n", 1),
    ("a missing comma", "a: {b: c\n    d: e}\n", 2),
    ("a dash within brackets", "a: [\n  - b\n]\n", 2),
    ("two commas", "a: [b,,c]\n", 1),
    ("a bracket too many", "a: [b]]\n", 1),
    ("an unclosed double quote", "a: b\nc: \"d\n  e\"\n", 2),
    ("an unclosed single quote", "a: 'b''\n", 1),
    ("text behind a quote", "a: 'b' c\n", 1),
    ("an unknown escape", "a: \"\\q\"\n", 1),
    ("half a character", "a: \"\\ud83d\"\n", 1),
    ("a key twice", "a: 1\nb: 2\n\"a\": 3\n", 3),
    ("a key twice in braces", "{a: 1,\n b: 2, a: 3}\n", 2),
    ("an anchor", "a: &x b\n", 1),
    ("an alias", "a: b\nc: *x\n", 2),
    ("a merge key", "a:\n  <<: *x\n", 2),
    ("a tag", "a: !!str b\n", 1),
    ("an explicit key", "? a\n: b\n", 1),
    ("a collection as a key", "[a]: b\n", 1),
    ("a directive", "%YAML 1.2\n---\na: b\n", 1),
    ("a second document", "a: b\n---\nc: d\n", 2),
    ("a second document without content", "---\n---\n", 2),
    ("text behind the end", "a: b\n...\nc: d\n", 3),
    ("bytes that are no UTF-8", "a: b\nc: \u{1}\n", 2),
    ("a lone carriage return", "a: b\rc: d\n", 1),
    ("the head of a block that is none", "a: |x\n  b\n", 1),
    ("a reserved character", "a: @b\n", 1),
  ]

  @Test("refuses", arguments: refusals)
  func refusing(_ refusal: Refusal) {
    let error = #expect(throws: YAMLError.self, "\(refusal.sentence)") {
      try YAMLParser.parse(Array(refusal.text.utf8))
    }
    #expect(error?.line == refusal.line, "\(refusal.sentence)")
  }

  @Test("bytes that are no UTF-8 are refused at their line")
  func notText() {
    let error = #expect(throws: YAMLError.self) { try YAMLParser.parse(Array("a: b\nc: ".utf8) + [0xFF, 0x0A]) }
    #expect(error?.line == 2)
  }

  @Test("whatever is written, in whatever style, is read back", arguments: 0..<400)
  func roundTrip(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tree = RandomTree.make(&random)
    let text = tree.text(&random)
    do {
      #expect(RandomTree(try YAMLParser.parse(Array(text.utf8))) == tree, "\(text)")
    } catch {
      Issue.record("\(error) in\n\(text)")
    }
  }

  @Test("damaged text is read or refused at one of its lines", arguments: 0..<400)
  func damage(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(RandomTree.make(&random).text(&random).utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let marks = Array("\n\t -:,[]{}#\"'|>&*!?%\\a\r".utf8) + [0, 0xC3, 0xFF]
      let offset = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.insert(random.pick(marks), at: offset)
      case 1 where offset < bytes.count: bytes.remove(at: offset)
      default: bytes.removeSubrange(offset...)
      }
    }
    do {
      _ = try YAMLParser.parse(bytes)
    } catch {
      #expect(1...(bytes.count { $0 == UInt8(ascii: "\n") } + 1) ~= error.line)
      #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
    }
  }

  @Test("deep nesting is refused, not walked", arguments: ["[", "{a: ", "- ", "\n"])
  func depth(_ opening: String) {
    let levels = 100_000
    let text =
      opening == "\n"
      ? (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
      : String(repeating: opening, count: levels)
    #expect(throws: YAMLError.self) { try YAMLParser.parse(Array(text.utf8)) }
  }

  @Test("a mapping of very many keys is read")
  func size() throws {
    let text = (0..<100_000).map { "key\($0): [\($0), x]\n" }.joined()
    guard case .mapping(let entries) = try YAMLParser.parse(Array(text.utf8)).value else {
      throw YAMLError(line: 0, "", remedy: "")
    }
    #expect(entries.count == 100_000)
    #expect(entries[99_999].line == 100_000)
  }
}
