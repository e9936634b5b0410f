import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("Dependencies of hostile dumps")
struct HostileDependencyTests {
  private static let names = [
    "a\"b\\N\\G", "x\ny\r\t", "<b>&amp;</b>|`code`", "\u{202E}desrever\u{2066}", "; rm -rf /", "]]>--}}", "été 🙂",
    "%%{init}%%",
    "..", String(repeating: "long ", count: 2_000), "\u{1}\u{1B}[31m", "*", "service:x", "-->|\"|",
  ]

  /// A request through services of these names, their namespaces, databases and topics.
  private func dump(_ shift: Int) -> String {
    let names = Self.names
    var groups: [String] = []
    for (place, name) in names.enumerated() {
      let next = names[(place + shift) % names.count]
      let id = place * 4 + 1
      let parent = place == 0 ? "" : ",\"parentSpanId\":\"\(hex((place - 1) * 4 + 2))\""
      let times = "\"startTimeUnixNano\":\"1700000000000000000\",\"endTimeUnixNano\":\"1700000000005000000\""
      func span(_ id: Int, _ parent: String, _ kind: Int, _ attributes: String) -> String {
        "{\"traceId\":\"\(hex(1))\(hex(2))\",\"spanId\":\"\(hex(id))\"\(parent),\"name\":\(jsonString(next)),\"kind\":\(kind),\(times),\"attributes\":[\(attributes)]}"
      }
      func attribute(_ key: String, _ value: String) -> String {
        "{\"key\":\"\(key)\",\"value\":{\"stringValue\":\(jsonString(value))}}"
      }
      let inner = ",\"parentSpanId\":\"\(hex(id))\""
      let spans = [
        span(id, parent, 2, ""), span(id + 1, inner, 3, attribute("peer.service", next)),
        span(id + 2, inner, 3, attribute("db.system", "x") + "," + attribute("server.address", next)),
        span(
          id + 3, inner, 4, attribute("messaging.system", "k") + "," + attribute("messaging.destination.name", next)),
      ]
      let resource =
        attribute("service.name", name) + "," + attribute("service.namespace", names[(place / 3 * 5) % names.count])
      groups.append(
        "{\"resource\":{\"attributes\":[\(resource)]},\"scopeSpans\":[{\"spans\":[\(spans.joined(separator: ","))]}]}")
    }
    return "{\"resourceSpans\":[\(groups.joined(separator: ","))]}\n"
  }

  private func hex(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test(
    "dot takes every picture without a word",
    arguments: [
      "", "--top 5", "--collapse namespace", "--diff b.jsonl", "--focus '; rm -rf /'", "--exclude '<b>*'",
      "--include '*'",
      "--url 'https://x.example/{name}?{id}'", "--view operations", "--messaging direct --top 3",
    ])
  func dot(_ flags: String) throws {
    guard case .found = ProgramLookup.find("dot", in: Environment.ofProcess()) else { return }
    let folder = try TemporaryFolder()
    try put(dump(1), at: folder.path + "/a.jsonl")
    try put(dump(2), at: folder.path + "/b.jsonl")
    let outcome = try BuiltProgram.shell(
      "cd \"$0\"; tracemill dependencies a.jsonl \(flags) > a.dot && dot -Tsvg a.dot > a.svg && grep -c '<g id=\"node' a.svg",
      [folder.path])
    #expect(outcome.code == 0 && outcome.err == "", "\(outcome.err.prefix(300))")
    #expect((Int(outcome.out.split(separator: "\n").last ?? "0") ?? 0) > 0)
  }
}
