import Testing
import TraceModel

@testable import TraceHistory

/// Some journeys with links, events, errors and attributes, by a fixed seed.
private func randomRun(_ seed: UInt64, journeys: Int) -> DrawnRun {
  var random = SplitMix64(state: seed)
  var next: UInt64 = 1
  return DrawnRun(
    journeys: (0..<journeys).map { _ in
      var producer: (TraceID, UInt64)?
      return (0..<Int.random(in: 1...3, using: &random)).map { _ in
        next += 1
        let id = next
        var spans: [DrawnSpan] = []
        for number in 1...UInt64.random(in: 1...8, using: &random) {
          let start = Int64.random(in: 0...1_000, using: &random)
          var span = DrawnSpan(
            id: number, parent: number == 1 ? 0 : UInt64.random(in: 1..<number, using: &random),
            service: "s\(Int.random(in: 0...4, using: &random))", name: "o\(Int.random(in: 0...9, using: &random))",
            kind: SpanKind(rawValue: UInt8.random(in: 0...5, using: &random)) ?? .internal,
            status: Int.random(in: 0...3, using: &random) == 0 ? .error : .unset, start: start, end: start + 10)
          span.attributes = (0..<Int.random(in: 0...6, using: &random)).map {
            ("k\($0)", .string(bytes(String(repeating: "v", count: Int.random(in: 0...900, using: &random)))))
          }
          if let producer, number == 1 { span.links = [producer] }
          if Bool.random(using: &random) { span.events = [("exception", [("exception.type", .string(bytes("E")))])] }
          spans.append(span)
        }
        producer = (TraceID(high: 0, low: id), 1)
        return DrawnTrace(id, spans)
      }
    })
}

@Suite struct SpanExportBytesTests {
  @Test(
    "the same spans give the same bytes, however they are cut into tables and ordered",
    arguments: [1, 2, 3] as [UInt64])
  func sameBytes(_ seed: UInt64) throws {
    let folder = ScratchFolder()
    let run = randomRun(seed, journeys: 60)
    let whole = Array(0..<60)
    var random = SplitMix64(state: seed)
    let shuffled = whole.shuffled(using: &random)
    let cuts: [[[Int]]] = [
      [whole], [whole], [Array(0..<20), Array(20..<60)], [shuffled],
      [Array(shuffled[..<7]), [], Array(shuffled[7...])],
      shuffled.map { [$0] },
    ]
    var first: [UInt8] = []
    for (number, cut) in cuts.enumerated() {
      try export(run.tables(cut), to: folder.path + "/\(number).sqlite")
      let bytes = folder.read("\(number).sqlite")
      if number == 0 { first = bytes }
      #expect(bytes.count > 50_000)
      let isSame = bytes == first
      #expect(isSame, "cut \(number)")
    }
    #expect(folder.names == ["0.sqlite", "1.sqlite", "2.sqlite", "3.sqlite", "4.sqlite", "5.sqlite"])
    #expect(try rows("PRAGMA integrity_check", in: folder.path + "/5.sqlite") == ["ok"])
    #expect(
      try rows(
        "SELECT count(*) FROM span_rows s JOIN trace_rows t ON t.id = s.trace WHERE s.id NOT BETWEEN t.first_span AND t.first_span + t.spans - 1",
        in: folder.path + "/5.sqlite") == ["0"])
  }

  @Test("an export of nothing is a file with empty tables")
  func nothing() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/0.sqlite"
    #expect(try export([], to: path) == .init())
    #expect(try rows("SELECT count(*) FROM spans", in: path) == ["0"])
    #expect(try rows("SELECT count(*) FROM services", in: path) == ["0"])
  }

  @Test("hostile data stays data: bound, repaired, valid JSON")
  func hostile() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/h.sqlite"
    let sql = "x'); DROP TABLE span_rows; --"
    let names = [sql, "a\u{0}b", "\u{202e}rtl", "line\nbreak", "`|<\"\\", "", "…"]
    let values: [AttributeValue] = [
      .double(.nan), .double(.infinity), .double(-.infinity), .double(-0.0), .double(.leastNonzeroMagnitude),
      .double(1.5e300),
      .int(.min), .int(.max), .bool(true), .string(bytes("a\u{0}\u{1}\u{1f}\u{7f}\t\r\n\"\\/\u{2028}😀")),
      .string([0xff, 0x41, 0xc0, 0x80, 0xed, 0xa0, 0x80]), .string([]),
      .json(bytes("[123456789012345678901234567890, -1e999, {\"a\": null}]")), .json(bytes("{not json")),
      .json(bytes("")), .json(bytes("[01]")), .json(bytes("\"\\ud800\"")), .json([0x22, 0xff, 0x22]),
      .json([0x22, 0, 0x22]),
      .json(bytes("1 2")), .json(bytes(String(repeating: "[", count: 100_000))),
      .json(bytes(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))),
    ]
    let spans = names.enumerated().map { index, name in
      DrawnSpan(
        id: UInt64(index + 1), service: name, name: name,
        attributes: [("twice", .int(1)), ("twice", .int(2))]
          + values.enumerated().map { ("\(name)\($0)", $1) }
          + [("huge", .string(bytes(String(repeating: "h", count: 3_000_000))))],
        events: [(name, [(name, .string(bytes(name)))])])
    }
    try export(DrawnRun(journeys: [[DrawnTrace(1, spans)]]).tables([[0]]), to: path)
    for table in ["span_rows", "link_rows", "event_rows", "resources"] {
      #expect(try rows("SELECT count(*) FROM \(table) WHERE NOT json_valid(attributes)", in: path) == ["0"])
    }
    #expect(
      try rows("SELECT service, name FROM spans ORDER BY span_row", in: path)
        == names.map { $0.replacing("\u{0}", with: "\u{fffd}") }.map { "\($0)|\($0)" })
    let prefix = "SELECT value FROM spans, json_each(attributes) WHERE span_row = 6 AND key = "
    #expect(try rows(prefix + "'twice'", in: path) == ["1"])
    #expect(try rows(prefix + "'0'", in: path) == ["NaN"])
    #expect(try rows(prefix + "'2'", in: path) == ["-Infinity"])
    #expect(try rows(prefix + "'6'", in: path) == ["-9223372036854775808"])
    #expect(
      try rows(prefix + "'10'", in: path) == [
        String(decoding: [0xff, 0x41, 0xc0, 0x80, 0xed, 0xa0, 0x80] as [UInt8], as: UTF8.self)
      ])
    #expect(try rows(prefix + "'13'", in: path) == ["{not json"])
    #expect(
      try rows("SELECT length(value) FROM spans, json_each(attributes) WHERE span_row = 1 AND key = 'huge'", in: path)
        == ["3000000"])
  }

  @Test("attributes past the size limit are left out and counted")
  func oversized() {
    let run = DrawnRun(journeys: [
      [
        DrawnTrace(
          1,
          [
            DrawnSpan(
              id: 1,
              attributes: [
                ("a", .string(bytes("1234567890"))), ("b", .string(bytes(String(repeating: "x", count: 200)))),
                ("c", .int(3)),
              ])
          ])
      ]
    ])
    let table = run.tables([[0]])[0]
    var json = AttributeJSON(symbols: table.symbols, valueLimit: 100)
    json.write(table.columns.attributes[0], of: table)
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == #"{"a":"1234567890","c":3,"tracemill.attributes_left_out":1}"#)
  }

  @Test(
    "JSON or not",
    arguments: [
      ("{}", true), ("[]", true), (" [1 , 2.5e+3,-0] ", true), (#"{"a":{"b":["\u00e9\n"]}}"#, true), ("null", true),
      ("", false), ("{", false), ("[1,]", false), ("{\"a\":}", false), ("{\"a\" 1}", false), ("{,}", false),
      ("+1", false),
      (".5", false), ("1.", false), ("1e", false), ("-", false), ("nul", false), ("\"\\x\"", false),
      ("\"\\u12g4\"", false),
      ("\"", false), ("[}", false), ("]", false), ("{1:2}", false), ("[[[[]]]]", false),
    ])
  func validity(_ text: String, _ expected: Bool) throws {
    #expect(isJSON(bytes(text), depth: 3) == expected)
    // SQLite is the twin: but for the depth, it says the same.
    let statement = try Database.inMemory().prepare("SELECT json_valid(?)")
    try statement.bind(text: text, at: 1)
    let found = try statement.step()
    #expect(found)
    let answer = statement.integer(at: 0) == 1
    if text != "[[[[]]]]" { #expect(answer == expected) }
  }
}
