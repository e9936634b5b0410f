import Testing
import YAMLReading

@Suite struct YAMLValueTests {
  private func node(_ text: String) throws -> YAMLNode { try YAMLParser.parse(Array(text.utf8)) }

  @Test(
    "whole numbers",
    arguments: [
      ("12", 12), ("-5", -5), ("+7", 7), ("100_000", 100_000), ("0x1F", 31), ("0o17", 15), ("0b101", 5), ("0", 0),
      ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ] as [(String, Int64)])
  func integers(_ text: String, _ value: Int64) throws { #expect(try node(text).integer == value) }

  @Test(
    "no whole numbers", arguments: ["1.5", "'1'", "010", "1e3", "", "abc", "9223372036854775808", "0x", "--1", "_1"])
  func noIntegers(_ text: String) throws { #expect(try node(text).integer == nil) }

  @Test(
    "decimals are kept as they are written",
    arguments: [
      ("99.9", 999, 1), ("99.900", 999, 1), (".5", 5, 1), ("5.", 5, 0), ("0.0", 0, 0), ("-1.25", -125, 2),
      ("1e2", 100, 0),
      ("1.5e-3", 15, 4), ("1_000", 1000, 0), ("99.99999999999999", 9_999_999_999_999_999, 14),
    ] as [(String, Int64, Int)])
  func decimals(_ text: String, _ digits: Int64, _ places: Int) throws {
    #expect(try node(text).decimal == YAMLDecimal(digits: digits, places: places))
  }

  @Test("no decimals", arguments: ["x", "1.2.3", "'1'", ".", "1e99", "0.1234567890123456789", "1,5", ".inf", "NaN"])
  func noDecimals(_ text: String) throws { #expect(try node(text).decimal == nil) }

  @Test("text is what is no number, truth value or null", arguments: ["1", "true", "1.5", "null", "[a]", "~"])
  func noTexts(_ text: String) throws { #expect(try node(text).text == nil) }

  @Test(
    "text may look like anything in quotes",
    arguments: [("'1'", "1"), ("\"true\"", "true"), ("a b", "a b"), ("yes", "yes")])
  func texts(_ text: String, _ value: String) throws { #expect(try node(text).text == value) }

  @Test("a value of the wrong type is an error at the line of its key")
  func wrongType() throws {
    let mapping = try node("a: 1\nb:\n  - 2\n").mapping(of: ["a", "b"])
    let list = #expect(throws: YAMLError.self) { try mapping.required("b").texts() }
    let text = #expect(throws: YAMLError.self) { try mapping.required("b").text() }
    #expect(list?.line == 2 && text?.line == 2)
    #expect(try mapping.required("a").integer() == 1)
  }

  @Test("unknown and missing keys are named with their line")
  func keys() throws {
    let node = try node("# x\na: 1\nbb: 2\n")
    let unknown = #expect(throws: YAMLError.self) { try node.mapping(of: ["a", "b"]) }
    #expect(unknown?.line == 3 && unknown?.problem.contains("bb") == true)
    let missing = #expect(throws: YAMLError.self) { try node.mapping(of: ["a", "bb"]).required("c") }
    #expect(missing?.line == 2)
  }
}
