import ReportModel
import Testing

@Suite("JSON, written without a tree")
struct JSONWriterTests {
  private func text(pretty: Bool = false, _ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter(pretty: pretty)
    body(&json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func sample(_ json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/x/1")
      json.field("startUnixNano", quoted: Int64.min)
      json.field("none", String?.none)
      json.field("share", ratio: 1, 3)
      json.object("empty") { _ in }
      json.array("rows") { json in
        json.array { _ in }
        json.integer(UInt64.max)
        json.bool(true)
        json.null()
      }
    }
  }

  @Test("compact") func compact() {
    #expect(
      text(sample)
        == #"{"schema":"tracemill/x/1","startUnixNano":"-9223372036854775808","none":null,"share":0.333333,"empty":{},"rows":[[],18446744073709551615,true,null]}"#
        + "\n")
  }

  @Test("pretty") func pretty() {
    #expect(
      text(pretty: true, sample) == """
        {
          "schema": "tracemill/x/1",
          "startUnixNano": "-9223372036854775808",
          "none": null,
          "share": 0.333333,
          "empty": {},
          "rows": [
            [],
            18446744073709551615,
            true,
            null
          ]
        }

        """)
  }

  static let decimals: [(Double, Int, String)] = [
    (0, 6, "0"), (-0.0, 6, "0"), (0.1, 6, "0.1"), (0.82, 2, "0.82"), (2.5, 0, "3"), (-2.5, 0, "-3"),
    (1.0 / 3, 4, "0.3333"),
    (-0.0000001, 6, "0"), (123_456.75, 1, "123456.8"), (.nan, 3, "null"), (-.infinity, 3, "null"), (1e300, 2, "1e+300"),
    (0.05, 15, "0.05"),
  ]

  @Test("decimals are fixed and end without zeros", arguments: decimals)
  func decimal(value: Double, places: Int, expected: String) {
    #expect(text { $0.decimal(value, places: places) } == expected + "\n")
  }

  @Test("ratios are exact and round half away from zero") func ratio() {
    #expect(text { $0.ratio(-1, 8, places: 2) } == "-0.13\n")
    #expect(text { $0.ratio(1, 0) } == "null\n")
    #expect(text { $0.ratio(.min, -1) } == "9223372036854775808\n")
  }

  @Test("any bytes come back as the string that Swift decodes them to", arguments: 0..<20)
  func bytes(seed: Int) throws {
    var random = HostileNames(seed: 9_000 + UInt64(seed))
    let values = (0..<100).map { round -> [UInt8] in
      if round % 2 == 0 { return Array(random.name().utf8.prefix(600)) }
      let leads: [UInt8] = [
        0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0x80, 0xBF, 0x9F, 0xA0, 0x41, 0x22, 0x5C, 0xC0, 0xF5, 0xFF,
      ]
      return (0..<random.number(below: 12)).map { _ in leads[random.number(below: leads.count)] }
    }
    for pretty in [false, true] {
      var json = JSONWriter(pretty: pretty)
      json.array { json in
        for value in values {
          json.string(utf8: value)
          json.string(String(decoding: value, as: UTF8.self))
          json.string(utf8: ([0x22] + value)[1...])
        }
      }
      let strings = try #require(StrictJSON.strings(in: json.finish()))
      let expected = values.map { Array(String(decoding: $0, as: UTF8.self).utf8) }
      #expect(strings.map { Array($0.utf8) } == expected.flatMap { [$0, $0, $0] })
    }
  }

  @Test("a long array can be taken out in pieces") func pieces() {
    var json = JSONWriter()
    var collected: [UInt8] = []
    json.beginArray()
    for number in 0..<5 {
      json.integer(number)
      collected += json.takeBytes()
    }
    json.endArray()
    collected += json.finish()
    #expect(String(decoding: collected, as: UTF8.self) == "[0,1,2,3,4]\n")
  }
}
