import Testing
import TraceModel

@Suite("What a log line says")
struct LogStatementTests {
  @Test(
    "stands behind its code location, without the ids that everybody writes there",
    arguments: [
      (
        "17:20:33.471 ERROR c.s.ContactsServiceImpl#37 TraceID: 2a768fc36c011a3fe21d1e6af17c89c0 SpanID: c97f6720a230e920 [find] No contacts",
        "[find] No contacts"
      ),
      ("main.go:31: cart of 7 loaded", "cart of 7 loaded"), ("Cart#7 note: it is late", "note: it is late"),
      ("Cart#7", ""), ("order 7 created", ""), ("", ""), ("Cart#7 trace=2a768fc36c011a3f done", "done"),
    ])
  func statement(_ line: String, _ says: String) {
    #expect(LogTemplate.statement(of: Array(line.utf8)) == says)
  }

  @Test("is cut between characters")
  func cut() {
    let text = LogTemplate.statement(of: Array(("Cart#7 " + String(repeating: "é", count: 200)).utf8))
    #expect(text == String(repeating: "é", count: 80) + "…")
    let odd = LogTemplate.statement(of: Array(("Cart#7 x" + String(repeating: "é", count: 200)).utf8))
    #expect(odd == "x" + String(repeating: "é", count: 79) + "…")
  }
}
