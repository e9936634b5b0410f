import Testing
import TraceAnalysis
import TracemillTesting

@Suite struct GlobPatternTests {
  @Test(
    "a pattern fits the whole name",
    arguments: [
      ("*", "", true), ("", "", true), ("", "a", false), ("GET *", "GET /a", true), ("GET *", "POST GET /a", false),
      ("*pay", "POST /pay", true), ("*pay", "POST /pays", false), ("a?c", "abc", true), ("a?c", "ac", false),
      ("?", "é", true), ("*a*b*", "xaxbx", true), ("*a*b*", "xbxax", false), ("a.c", "abc", false), ("[a]", "a", false),
    ])
  func examples(_ pattern: String, _ name: String, _ fits: Bool) {
    #expect(GlobPattern(pattern).matches(name) == fits)
  }

  @Test("as trying every way does", arguments: 0..<200)
  func twin(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pattern = String((0..<random.number(in: 0...7)).map { _ in random.pick(["a", "b", "*", "?"] as [Character]) })
    let name = String((0..<random.number(in: 0...9)).map { _ in random.pick(["a", "b"] as [Character]) })
    #expect(GlobPattern(pattern).matches(name) == fits(pattern[...], name[...]), "\(pattern) \(name)")
  }

  private func fits(_ pattern: Substring, _ name: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" { return fits(pattern.dropFirst(), name) || (!name.isEmpty && fits(pattern, name.dropFirst())) }
    return !name.isEmpty && (first == "?" || first == name.first) && fits(pattern.dropFirst(), name.dropFirst())
  }

  @Test("many stars over a long name take no time to speak of")
  func hostile() {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(!GlobPattern(pattern).matches(String(repeating: "a", count: 20_000)))
  }
}
