import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("Conditions on traces")
struct TraceConditionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var condition: String
    /// Traces of the drawing that meet it.
    var traces: [UInt64]
    var testDescription: String { condition }
  }

  private static let drawing = """
    trace 1
    web GET /     S [0..1000]       customer.tenant=acme
      web call    C [100..900]      !
        pay do it S [200..300]      http.response.status_code=503 version=2 region=eu
    trace 2
    web GET /     S [0..3000]       customer.tenant=umbrella
      pay do it   S [200..2900]     http.response.status_code=200 version=1 note="a and b"
    trace 3
    mail send     R [0..20]         customer.tenant=acme weight="2.5"
    """

  @Test("\"or\" before a clause is told from a value with the word in it")
  func or() throws {
    for text in ["duration > 1s or error = true", "error = true OR service=a", "service = a || duration > 1s"] {
      do {
        _ = try TraceCondition(parsing: text)
        Issue.record("\(text) was taken")
      } catch {
        #expect(error.problem.contains("clauses are joined by \"and\" only"), "\(error)")
      }
    }
    #expect(
      try TraceCondition(parsing: "operation = read or write and error = true").clauses[0].value == "read or write")
  }

  @Test(
    "are met by the traces they mean",
    arguments: [
      Case(condition: "service = pay", traces: [1, 2]),
      Case(condition: "service != pay", traces: [1, 2, 3]),
      Case(condition: "operation = do it", traces: [1, 2]),
      Case(condition: "operation ~ ^do.*t$", traces: [1, 2]),
      Case(condition: "kind = consumer", traces: [3]),
      Case(condition: "duration > 1ms", traces: [2]),
      Case(condition: "duration >= 1ms", traces: [1, 2]),
      Case(condition: "duration < 21us", traces: [3]),
      Case(condition: "duration = 3000us", traces: [2]),
      Case(condition: "error = true", traces: [1]),
      Case(condition: "error != true", traces: [2, 3]),
      Case(condition: "error=false", traces: [2, 3]),
      Case(condition: "entry = web", traces: [1, 2]),
      Case(condition: "entry = \"web:GET /\"", traces: [1, 2]),
      Case(condition: "entry != web", traces: [3]),
      Case(condition: "customer.tenant = acme", traces: [1, 3]),
      Case(condition: "customer.tenant != acme", traces: [2]),
      Case(condition: "customer.tenant ~ m", traces: [1, 2, 3]),
      Case(condition: "service.version = 2", traces: [1]),
      Case(condition: "http.response.status_code >= 500", traces: [1]),
      Case(condition: "http.response.status_code = 503.0", traces: [1]),
      Case(condition: "http.response.status_code ~ ^5", traces: [1]),
      Case(condition: "weight < 3", traces: [3]),
      Case(condition: "weight < 2", traces: []),
      Case(condition: "note = \"a and b\"", traces: [2]),
      Case(condition: "no.such = 1", traces: []),
      // Attributes of different spans, but a service pins all of it to one span.
      Case(condition: "customer.tenant = acme and http.response.status_code = 503", traces: [1]),
      Case(condition: "service = web and http.response.status_code = 503", traces: []),
      Case(condition: "service = pay and http.response.status_code = 503 AND entry ~ GET", traces: [1]),
      Case(condition: "service = pay and duration > 1ms", traces: [2]),
      Case(condition: "service = pay and error = true", traces: []),
      Case(condition: "service = web and error = true and kind = client", traces: [1]),
    ])
  func meaning(_ c: Case) throws {
    let spans = Drawing(Self.drawing).spans
    let table = SpanTable.assembled(spans)
    var matcher = TraceMatcher(try TraceCondition(parsing: c.condition), symbols: table.symbols)
    let met = (0..<table.traceCount).map { Trace(table: table, index: TraceIndex(number: $0)) }
      .filter { matcher.matches($0) }.map(\.id.low)
    #expect(met == c.traces)
  }

  @Test(
    "say what is wrong with them",
    arguments: [
      ("", "the condition is empty; write KEY OP VALUE, like duration > 1s and error = true"),
      ("duration", "column 9: no operator follows \"duration\"; "),
      ("> 1s", "column 1: a key is missing before \"> 1s\"; "),
      ("duration >", "column 11: no value follows \"duration >\"; "),
      (
        "duration > fast",
        "\"fast\" is no duration; write it like 20ms, 1.5s, 1h30m or 7d, or p95 for the entry's own percentile"
      ),
      ("duration ~ 1", "a duration has no pattern; "),
      ("error = maybe", "error is true or false; write error = true"),
      ("error > true", "error is true or false; "),
      ("kind = serve", "\"serve\" is no kind; it is one of unspecified, internal, server, client, producer, consumer"),
      ("service > a", "service has no order; "),
      ("a > b", "\"b\" is no number; > compares numbers; for text there are = != ~"),
      ("a = 1 and", "column 10: nothing follows \"and\"; "),
      ("a = \"b", "column 5: a quotation mark is not closed; "),
      ("a = \"b\" c", "column 9: \"c\" is not expected; join clauses by \"and\""),
      ("my key = 1", "column 4: no operator follows \"my\"; "),
      ("a ~ (b", "the pattern \"(b\" is malformed: \"(\" has no \")\"; "),
      ("a ~ b)", "the pattern \"b)\" is malformed: \")\" has no \"(\"; "),
      ("a ~ *", "the pattern \"*\" is malformed: \"*\" has nothing to repeat; "),
      ("a ~ [b", "the pattern \"[b\" is malformed: \"[\" has no \"]\"; "),
      ("a ~ b{3,2}", "the pattern \"b{3,2}\" is malformed: a repetition ends before it starts; "),
      ("a ~ {2}", "the pattern \"{2}\" is malformed: a repetition in braces has nothing to repeat; "),
      ("a ~ b{1001}", "the pattern \"b{1001}\" is malformed: it repeats a part more than 1000 times; "),
      ("a ~ (b{200}){200}", "the pattern \"(b{200}){200}\" repeats too much; "),
      (
        "a ~ b++",
        "the pattern \"b++\" has a repetition that gives nothing back (+ behind another), which is not known; "
      ),
      ("a ~ b**", "the pattern \"b**\" is malformed: \"*\" has nothing to repeat; "),
      ("a ~ (?i)b", "the pattern \"(?i)b\" has a group that begins with (?, which is not known; "),
      ("a ~ (?=b)", "the pattern \"(?=b)\" has a group that begins with (?, which is not known; "),
      ("a ~ \\pL", "the pattern \"\\pL\" has \\p, which is not known; "),
      ("a ~ (b)\\1", "the pattern \"(b)\\1\" has \\1, which is not known; "),
      ("a ~ [\\b]", "the pattern \"[\\b]\" has \\b, which is not known; "),
      ("a ~ [[:alpha:]]", "the pattern \"[[:alpha:]]\" has [: in [], which is not known; "),
      ("a ~ [a-\\d]", "the pattern \"[a-\\d]\" is malformed: a range in [] ends in a class; "),
      (
        "service = a and duration > p95",
        "percentiles are those of requests, but service, operation and kind are of single spans; "
      ),
    ])
  func mistakes(_ text: String, _ message: String) {
    do throws(TraceConditionError) {
      let condition = try TraceCondition(parsing: text)
      Issue.record("\(condition) should be refused")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error)")
    }
  }

  @Test("any bytes are a condition or a mistake", arguments: 1...300 as ClosedRange<UInt64>)
  func fuzz(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "and", " ", "a", "\"", "=", "~", "<", ">=", "(", ")", "*", "[", "]", "\\", "é", "{2}", "{1000}", "\\b", "(?",
      "[:", "duration", "1s", "|",
    ]
    let text = (0..<generator.number(in: 0...12)).map { _ in generator.pick(pieces) }.joined()
    do throws(TraceConditionError) {
      #expect(try TraceCondition(parsing: text).clauses.count > 0)
    } catch {
      #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
    }
  }

  @Test("patterns are found as the language's own expressions are", arguments: 1...300 as ClosedRange<UInt64>)
  func patterns(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "a", "b", "c", ".", "a*", "b+", "c?", "[ab]", "[^a]", "(ab|c)", "(a|b*)", "\\d", "\\w", "^", "$", "|", "a{2}",
      "b{1,}",
      "c{0,2}", "(ab){2,3}", "\\b", "\\B", "a+?", "b*?", "é", "é+", "[é-]", "[^é]", "[a-cé-ü]", "(?:b|é)", "\\W",
      "[\\s\\d]",
    ]
    let text = (0..<generator.number(in: 1...5)).map { _ in generator.pick(pieces) }.joined()
    guard let twin = try? Regex(text), let pattern = try? TextPattern(text) else { return }
    let plain = twin.asciiOnlyWordCharacters().asciiOnlyDigits().asciiOnlyWhitespace().wordBoundaryKind(.simple)
      .matchingSemantics(.unicodeScalar)
    // To the language's own \b a digit is no part of a word, to its \w it is.
    let letters = ["a", "b", "c", "-", "é"] + (text.contains("\\b") || text.contains("\\B") ? [] : ["1"])
    for _ in 0..<20 {
      let subject = (0..<generator.number(in: 0...6)).map { _ in generator.pick(letters) }
        .joined()
      #expect(pattern.isFound(in: subject.utf8) == subject.contains(plain), "\(text) in \(subject)")
    }
  }

  @Test(
    "repetitions, edges of words and characters beyond ASCII",
    arguments: [
      ("w{1}eb", "web", true), ("^w{2}eb", "web", false), ("^(ab){2,3}$", "abababab", false), ("^a{2,}$", "aaaa", true),
      ("\\bweb\\b", "the web-shop", true), ("\\bweb\\b", "webshop", false), ("\\Bshop", "webshop", true),
      ("/users/{id}", "GET /users/{id}", true), ("^a{,2}$", "a{,2}", true), ("^.$", "é", true), ("^é+$", "ééé", true),
      ("^[^é]$", "è", true), ("^[à-ü]$", "é", true), ("^\\.\\{\\}$", ".{}", true), ("b+?c", "c", false),
      ("^[\\--1]$", "0", true),
    ])
  func found(_ text: String, _ subject: String, _ isFound: Bool) throws {
    #expect(try TextPattern(text).isFound(in: subject.utf8) == isFound)
  }

  @Test("bytes that are no text are one character each, and nothing is looked at twice")
  func invalid() throws {
    #expect(try TextPattern("^a.b$").isFound(in: [0x61, 0xff, 0x62]))
    #expect(try !TextPattern("^a[^.]{2}b$").isFound(in: [0x61, 0xff, 0x62]))
  }

  @Test("a pattern that makes others run for ages is done at once")
  func catastrophe() throws {
    let pattern = try TextPattern("(a*)*(a|a)*(a+)+b")
    #expect(!pattern.isFound(in: String(repeating: "a", count: 20_000).utf8))
  }
}
