import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// Incidents whose truth is known: what the analyses say of them must be it.
@Suite("Known incidents")
struct KnownTruthTests {
  /// The first element of an array member of an object, as its text.
  private func first(of member: String, in json: String) -> Substring {
    guard let start = json.firstRange(of: "\"\(member)\":[")?.upperBound else { return "" }
    return json[start...].prefix(600)
  }

  private func dataset(_ name: String) -> String { BuiltProgram.root + "/datasets/" + name }

  @Test("bubbleup names the version that fails")
  func version() throws {
    let outcome = try BuiltProgram.run([
      "bubbleup", "--where", "error = true", "-f", "json", dataset("deployment/incident.jsonl.gz"),
    ])
    #expect(outcome.code == 0)
    let found = first(of: "findings", in: outcome.out)
    #expect(found.hasPrefix(#"{"kind":"version","key":"service.version","op":"=","value":"checkout 2.8.0","#))
  }

  @Test(
    "bubbleup names the noisy tenant and the bad host",
    arguments: [
      (
        "noisy-tenant", "entry = \"GET /products\" and duration > 30ms",
        #""key":"customer.tenant","op":"=","value":"umbrella""#
      ),
      ("bad-host", "duration > p95", #""key":"host.name","op":"=","value":"node-a1""#),
    ])
  func synthetic(_ fault: String, _ condition: String, _ truth: String) throws {
    let folder = try TemporaryFolder()
    let synth = ["synth", "--fault", fault, "--requests", "900", "-o", "dump.jsonl", "--truth", "truth.json"]
    #expect(try BuiltProgram.run(synth, in: folder.path).code == 0)
    let outcome = try BuiltProgram.run(["bubbleup", "--where", condition, "-f", "json", "dump.jsonl"], in: folder.path)
    #expect(outcome.code == 0)
    #expect(first(of: "findings", in: outcome.out).contains(truth))
    // The truth is the generator's, not this test's.
    let value = truth.split(separator: "\"").last ?? ""
    #expect(String(decoding: try readFile(folder.path + "/truth.json", limit: 1 << 20), as: UTF8.self).contains(value))
  }

  @Test("errors names where the provider's failures start, and that retries hid some")
  func provider() throws {
    let outcome = try BuiltProgram.run(["errors", "-f", "json", dataset("provider/incident.jsonl.gz")])
    #expect(outcome.code == 0)
    #expect(
      first(of: "chains", in: outcome.out).hasPrefix(
        #"{"hops":[{"service":"payment","operation":"POST /v1/charges"},{"service":"payment","operation":"POST /charges"},"#
          + #"{"service":"checkout","operation":"POST /orders"},{"service":"gateway","operation":"POST /checkout"}],"kind":"HTTP 503""#
      ))
    let retry = first(of: "retries", in: outcome.out)
    #expect(retry.contains(#""call":{"service":"payment","operation":"POST /v1/charges"}"#))
    #expect(!retry.contains(#""hidden":0,"#))
  }

  @Test("a condition that is wrong is explained, and nothing is read")
  func mistakes() throws {
    for (condition, message) in [
      ("duration > fast", "error: --where: \"fast\" is no duration; write it like 20ms"),
      ("", "error: --where: the condition is empty; "),
    ] {
      let outcome = try BuiltProgram.run(["bubbleup", "--where", condition, "no-such-file"])
      #expect(outcome.code == 2 && outcome.out.isEmpty && outcome.err.hasPrefix(message), "\(outcome.err)")
    }
    let missing = try BuiltProgram.run(["bubbleup", "no-such-file"])
    #expect(missing.code == 2 && missing.err.contains("--where EXPR"))
  }

  @Test("logs tells what rose and vanished in a window relative to the end, and the lines of a trace")
  func logs() throws {
    let folder = try TemporaryFolder()
    var text = ""
    for second in 0..<600 {
      let time = 1_700_000_000 + second
      let line = second >= 480 ? "connection to pool \(second) timed out" : "order \(second) created"
      let trace = String(repeating: "0", count: 28) + String(1000 + second)
      text += #"{"time":\#(time),"service":"shop","level":"info","message":"\#(line)","traceId":"\#(trace)"}"# + "\n"
    }
    try put(text, at: folder.path + "/app.jsonl")
    let window = try BuiltProgram.run(
      ["logs", "--logs", "app.jsonl", "--window", "-2m..", "-f", "json"], in: folder.path)
    #expect(window.code == 0 && window.out.hasPrefix(#"{"schema":"tracemill/logs/1""#))
    let changes = window.out.components(after: "\"changes\":[")
    #expect(changes.hasPrefix(#"{"change":"new","service":"shop","template":"connection to pool * timed out""#))
    #expect(changes.contains(#"{"change":"vanished","service":"shop","template":"order * created""#))
    let chain = try BuiltProgram.run(
      ["logs", "--logs", "app.jsonl", "--trace", String(repeating: "0", count: 28) + "1007"], in: folder.path)
    #expect(chain.out.contains("order 7 created") && !chain.out.contains("order 8 created"))
    let missing = try BuiltProgram.run(["logs"])
    #expect(missing.code == 2 && missing.err.contains("--logs FILE"))
    let standardInput = try BuiltProgram.run(["logs", "--logs", "-", "--window", "-2m.."], in: folder.path)
    #expect(standardInput.code == 2 && standardInput.err.contains("standard input can be read only once"))
  }
}

extension String {
  /// What stands behind the first occurrence; empty when there is none.
  fileprivate func components(after text: String) -> Substring {
    firstRange(of: text).map { self[$0.upperBound...] } ?? ""
  }
}
