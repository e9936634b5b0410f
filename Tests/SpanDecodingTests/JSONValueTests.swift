import SpanDecoding
import Testing

@Suite("A small JSON document as a tree")
struct JSONValueTests {
  private func parse(_ text: String) -> JSONValue? { JSONValue.parse(Array(text.utf8)) }

  @Test("values of every kind, the last of two members of a name")
  func values() {
    let value = parse(#" {"a":[1,-2.5e3,true,false,null,"x\n\u00e4"],"b":{},"a":[]} "#)
    #expect(value?.member("a") == .array([]) && value?.member("b") == .object([]) && value?.member("c") == nil)
    let elements = parse(#"[1,-2.5e3,true,false,null,"x\n\u00e4"]"#)?.elements ?? []
    #expect(elements == [.number("1"), .number("-2.5e3"), .bool(true), .bool(false), .null, .string("x\nä")])
    #expect(elements.first?.integer == 1 && elements.last?.text == "x\nä" && elements.first?.text == nil)
    #expect(parse("7") == .number("7") && parse("\"\"") == .string(""))
  }

  @Test(
    "what is no document is nil",
    arguments: ["", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "nul", "1 2", "{}x", "\"a", "[1}", "--1", "{a:1}"])
  func refused(_ text: String) { #expect(parse(text) == nil, "\(text)") }

  @Test("depth is bounded")
  func depth() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(parse(nested(60)) != nil)
    #expect(parse(nested(100_000)) == nil)
  }
}
