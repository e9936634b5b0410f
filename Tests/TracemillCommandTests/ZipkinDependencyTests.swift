import Testing
import TracemillTesting

@testable import TracemillCommand

/// What Zipkin's own linker makes of shared ids, missing names and missing kinds.
@Suite("Dependencies of Zipkin dumps")
struct ZipkinDependencyTests {
  /// Spans as `kind id parent local remote`, `-` for what is missing, with `shared` and `error` behind; edges as they are counted.
  private static let cases: [(sentence: String, spans: [String], edges: [String])] = [
    (
      "children hang under the SERVER half of a shared id, whatever the order",
      [
        "CLIENT c b app db error", "SERVER b a app web shared", "CLIENT b a web app", "SERVER a - web -",
      ], ["app call db 1 1", "web call app 1 0"]
    ),
    (
      "a shared half may have lost its parent's id",
      ["SERVER b - link arn shared", "CLIENT b a arn link", "SERVER a - arn -"], ["arn call link 1 0"]
    ),
    (
      "a SERVER that joins a PRODUCER's span was called by it",
      ["PRODUCER a - producer -", "SERVER a - server - shared"], ["producer call server 1 0"]
    ),
    (
      "a SERVER under a PRODUCER was called by it", ["PRODUCER a - producer -", "SERVER b a server -"],
      ["producer call server 1 0"]
    ),
    ("a root SERVER names its caller", ["SERVER a - server client"], ["client call server 1 0"]),
    ("a root CLIENT names whom it calls", ["CLIENT a - client server shared"], ["client call server 1 0"]),
    ("a SERVER that names itself is a loopback, too", ["SERVER a - service service"], ["service call service 1 0"]),
    (
      "every SERVER half of one id is a call",
      ["CLIENT a - front -", "SERVER a - back - shared", "SERVER a - other - shared"],
      ["front call back 1 0", "front call other 1 0"]
    ),
    ("a CLIENT that names itself is a loopback", ["CLIENT a - service service"], ["service call service 1 0"]),
    (
      "both halves' errors are one", ["CLIENT a - client - error", "SERVER a - server - shared error"],
      ["client call server 1 1"]
    ),
    (
      "nameless spans take the service of their ancestor",
      ["SERVER a - client -", "CLIENT b a - server", "CLIENT c a - server"], ["client call server 2 0"]
    ),
    (
      "an error behind a nameless span is not the inferred edge's",
      ["SERVER a - client -", "- b a - -", "CLIENT c b server - error"], ["client inferred server 1 0"]
    ),
    (
      "a span without a kind but with both endpoints is a CLIENT",
      ["- a - some-client web", "- b a web app error", "- c b app db"],
      ["app call db 1 0", "some-client inferred web 1 0", "web inferred app 1 1"]
    ),
    ("one name is no edge", ["SERVER a - server -", "CLIENT b a server -"], []),
    ("a nameless server has no callers", ["SERVER a - - client"], []),
    ("siblings under a missing parent do not call each other", ["SERVER b a one -", "SERVER c a two -"], []),
  ]

  @Test("edges")
  func edges() throws {
    let folder = try TemporaryFolder()
    for (number, rule) in Self.cases.enumerated() {
      try put("[" + rule.spans.map(json).joined(separator: ",") + "]", at: folder.path + "/\(number).json")
      let outcome = try BuiltProgram.run(
        ["dependencies", "\(number).json", "--format", "json", "--messaging", "broker"], in: folder.path)
      #expect(outcome.code == 0)
      let found = outcome.out.matches(
        of: /"source":"[a-z]+:([^"]*)","target":"[a-z]+:([^"]*)","kind":"([a-z]+)","calls":([0-9]+),"errors":([0-9]+)/
      ).map { "\($0.1) \($0.3) \($0.2) \($0.4) \($0.5)" }
      #expect(found.sorted() == rule.edges, "\(rule.sentence)")
    }
  }

  private func json(_ span: String) -> String {
    let words = span.split(separator: " ").map(String.init)
    var fields = ["\"traceId\":\"00000000000000aa\"", "\"id\":\"000000000000000\(words[1])\"", "\"name\":\"x\""]
    fields.append("\"timestamp\":1700000000000000,\"duration\":10")
    if words[0] != "-" { fields.append("\"kind\":\"\(words[0])\"") }
    if words[2] != "-" { fields.append("\"parentId\":\"000000000000000\(words[2])\"") }
    if words[3] != "-" { fields.append("\"localEndpoint\":{\"serviceName\":\"\(words[3])\"}") }
    if words[4] != "-" { fields.append("\"remoteEndpoint\":{\"serviceName\":\"\(words[4])\"}") }
    if words.contains("shared") { fields.append("\"shared\":true") }
    if words.contains("error") { fields.append("\"tags\":{\"error\":\"\"}") }
    return "{" + fields.joined(separator: ",") + "}"
  }
}
