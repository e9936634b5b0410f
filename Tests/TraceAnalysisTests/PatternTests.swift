import Testing
import TracemillTesting

@testable import TraceAnalysis

@Suite("Regular expressions")
struct PatternTests {
  @Test(
    "are found as RE2 finds them",
    arguments: [
      ("item", "/items/7", true), ("^/items$", "/items", true), ("^/items$", "/items/7", false), ("a|b", "xbx", true),
      ("^(a|bc)+$", "abcabc", true), ("^(a|bc)+$", "abcab", false), ("^a{2,3}$", "aa", true),
      ("^a{2,3}$", "aaaa", false),
      ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaaa", true), ("a{x}", "a{x}", true), ("^a??b$", "ab", true),
      ("[^/]+", "///", false), ("^[a-c\\d_-]+$", "a-1_", true), ("[]x]", "]", true), ("[[:upper:]]", "abC", true),
      ("\\d+\\.\\d", "v12.5", true), ("\\bpay\\b", "to pay for", true), ("\\bpay\\b", "repay", false),
      ("\\Bpay", "repay", true), (".", "\n", false), ("(?s).", "\n", true), ("(?i)GOLD", "gold", true),
      ("(?i:a)B", "AB", true), ("(?i:a)B", "Ab", false), ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false),
      ("(?P<id>x)y", "xy", true), ("(?:ab)*c", "c", true), ("\\Qa.b\\E", "a.b", true), ("\\Qa.b\\E", "axb", false),
      ("\\x41\\x{e9}", "A\u{E9}", true), ("", "", true), ("^$", "", true), ("é?t", "t", true), ("\\W", "é", true),
      ("\\S\\s\\D", "a b", true), ("a\\z", "ba", true), ("\\Ab", "ab", false), ("[\\w.]+@", "a.b@c", true),
      ("x*", "", true), ("(a*)*b", "aaab", true), ("()", "x", true), ("a||b", "", true),
    ])
  func examples(_ pattern: String, _ text: String, _ isFound: Bool) throws {
    #expect(try Pattern(pattern).isFound(in: text) == isFound, "\(pattern) in \(text)")
  }

  @Test(
    "are refused when they are none",
    arguments: [
      "a(", "a)", "[a", "*a", "a**", "a{3,2}", "a{1001}", "\\", "[b-a]", "(?<x", "(?q)", "\\y", "\\1", "[[:no:]]",
      "(?=a)",
    ])
  func refusals(_ pattern: String) {
    #expect(throws: PatternError.self) { try Pattern(pattern) }
  }

  @Test("run side by side: no text makes a pattern slow")
  func hostile() throws {
    let pattern = try Pattern(String(repeating: "a?", count: 200) + String(repeating: "a", count: 200) + "b")
    #expect(!pattern.isFound(in: String(repeating: "a", count: 2000)))
    #expect(try !Pattern("(a*)*(b*)*c").isFound(in: String(repeating: "ab", count: 2000)))
  }

  @Test("are refused when they grow without end")
  func size() {
    #expect(throws: PatternError.self) { try Pattern("((a{100}){100}){100}") }
    #expect(throws: PatternError.self) { try Pattern(String(repeating: "(", count: 10_000)) }
  }

  /// A random pattern and what it means, by trying every way.
  private indirect enum Tree {
    case letter(Character), any, sequence(Tree, Tree), choice(Tree, Tree), star(Tree), maybe(Tree)

    static func make(_ random: inout SeededGenerator, _ depth: Int) -> Tree {
      switch depth == 0 ? random.number(in: 0...1) : random.number(in: 0...6) {
      case 0: .letter(random.pick(["a", "b"]))
      case 1: random.chance(percent: 30) ? .any : .letter(random.pick(["a", "b"]))
      case 2, 3: .sequence(make(&random, depth - 1), make(&random, depth - 1))
      case 4: .choice(make(&random, depth - 1), make(&random, depth - 1))
      case 5: .star(make(&random, depth - 1))
      default: .maybe(make(&random, depth - 1))
      }
    }

    var text: String {
      switch self {
      case .letter(let letter): String(letter)
      case .any: "."
      case .sequence(let left, let right): left.text + right.text
      case .choice(let left, let right): "(\(left.text)|\(right.text))"
      case .star(let tree): "(?:\(tree.text))*"
      case .maybe(let tree): "(\(tree.text))?"
      }
    }

    /// Where matches that begin at one of `starts` end.
    func ends(_ starts: Set<Int>, in text: [Character]) -> Set<Int> {
      switch self {
      case .letter(let letter): Set(starts.filter { $0 < text.count && text[$0] == letter }.map { $0 + 1 })
      case .any: Set(starts.filter { $0 < text.count }.map { $0 + 1 })
      case .sequence(let left, let right): right.ends(left.ends(starts, in: text), in: text)
      case .choice(let left, let right): left.ends(starts, in: text).union(right.ends(starts, in: text))
      case .maybe(let tree): starts.union(tree.ends(starts, in: text))
      case .star(let tree):
        (0...text.count).reduce(starts) { known, _ in known.union(tree.ends(known, in: text)) }
      }
    }
  }

  @Test("as trying every way does", arguments: 0..<300)
  func twin(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tree = Tree.make(&random, 4)
    let text = (0..<random.number(in: 0...8)).map { _ in random.pick(["a", "b"] as [Character]) }
    let anchored = try Pattern("^(?:\(tree.text))$").isFound(in: String(text))
    #expect(anchored == tree.ends([0], in: text).contains(text.count), "\(tree.text) on \(String(text))")
    let anywhere = try Pattern(tree.text).isFound(in: String(text))
    #expect(anywhere == !tree.ends(Set(0...text.count), in: text).isEmpty, "\(tree.text) in \(String(text))")
  }
}
