import HostSystem
import Testing
import TracemillTesting

@testable import TracemillCommand

/// Two environments in one dump, both with the same topics, message ids, partitions and offsets, and the truth about every delivery.
private struct TwoShops {
  let folder = try? TemporaryFolder()
  let truth: Set<String>

  init(evidence: String, requests: Int = 700) throws {
    let line = """
      for seed in 31 32; do
        tracemill synth --seed $seed --requests \(requests) --rate 1200 --message-evidence \(evidence) --deliveries $seed.truth -o $seed.jsonl
      done
      sed 's/"production"/"staging"/g' 32.jsonl | cat 31.jsonl - > dump.jsonl
      """
    guard let folder else { throw UsageError("no folder") }
    let outcome = try BuiltProgram.shell("cd \"$0\"\n\(line)", [folder.path])
    guard outcome.code == 0 else { throw UsageError(outcome.err) }
    truth = try Set(
      ["31", "32"].flatMap {
        Self.pairs(in: String(decoding: try readFile("\(folder.path)/\($0).truth", limit: 1 << 28), as: UTF8.self))
      })
  }

  func run(_ arguments: [String]) throws -> BuiltProgram.Outcome {
    try BuiltProgram.run(arguments, in: folder?.path ?? "/")
  }

  /// What `queues` finds: pairs of spans by the evidence.
  func deliveries(_ arguments: [String] = []) throws -> [String: [String]] {
    let outcome = try run(["queues", "--format", "json", "--top", "all"] + arguments + ["dump.jsonl"])
    guard outcome.code == 0 else { throw UsageError(outcome.err) }
    var found: [String: [String]] = [:]
    for part in Self.parts(outcome.out) {
      let by = part.text.split(separator: "\"by\":\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
      found[String(by), default: []].append(part.pair)
    }
    return found
  }

  /// Each `"producer":{…},"consumer":{…}`, and what stands behind it.
  static func parts(_ json: String) -> [(pair: String, text: Substring)] {
    json.split(separator: "\"producer\":{").dropFirst().map { part in
      let ids = part.split(separator: "\"" as Character, maxSplits: 20).map(String.init).filter {
        $0.count >= 16 && $0.allSatisfy(\.isHexDigit)
      }
      return (ids.prefix(4).joined(separator: " "), part)
    }
  }

  private static func pairs(in json: String) -> [String] { parts(json).map(\.pair) }
}

@Suite("Deliveries of synthetic dumps against the truth")
struct StitchingTruthTests {
  @Test("links and parents find every delivery, and none that was not")
  func exact() throws {
    let shops = try TwoShops(evidence: "links")
    let found = try shops.deliveries()
    #expect(shops.truth.count > 1200)
    #expect(found.keys.sorted() == ["link", "parent"])
    #expect(Set(found.values.joined()) == shops.truth)
    #expect(found.values.joined().count == shops.truth.count)
  }

  @Test("ids and offsets that are used again elsewhere are right in 99.9 %", arguments: ["ids", "offsets"])
  func strong(evidence: String) throws {
    let shops = try TwoShops(evidence: evidence)
    let found = try shops.deliveries()
    let expected = evidence == "ids" ? "message_id" : "offset"
    #expect(Set(found.keys).isSubset(of: ["message_id", "offset"]) && found[expected] != nil)
    let all = found.values.joined()
    let right = all.count { shops.truth.contains($0) }
    print("by \(evidence): \(all.count) found of \(shops.truth.count), \(right) right")
    #expect(right * 1000 >= all.count * 999)
    // Batches name no message of theirs; all others are found.
    #expect(all.count * 2 > shops.truth.count)
  }

  @Test("by time nothing is found unless it is asked for")
  func off() throws {
    #expect(try TwoShops(evidence: "none", requests: 50).deliveries().isEmpty)
  }

  @Test("by time alone most is right, no path uses it, and the confidence says guess")
  func time() throws {
    let shops = try TwoShops(evidence: "none")
    let found = try shops.deliveries(["--stitch-by-time"])
    #expect(found.keys.sorted() == ["time"])
    let all = try #require(found["time"])
    let right = all.count { shops.truth.contains($0) }
    print(
      "by time alone: \(all.count) found of \(shops.truth.count), \(right) right (\(right * 1000 / all.count) per mille)"
    )
    #expect(right * 10 >= all.count * 8 && all.count * 100 >= shops.truth.count * 95)
    let paths = ["critical-path", "--format", "json", "dump.jsonl"]
    let guessed = try shops.run(paths + ["--stitch-by-time"])
    #expect(try shops.run(paths).out == guessed.out)
    #expect(guessed.err.contains("guessed by the order of time"))
    let edges = try shops.run(["dependencies", "--stitch-by-time", "dump.jsonl"]).out
    #expect(edges.contains("style=\"dotted\"") || edges.contains("style=dotted"))
  }

  @Test("where links are known, it tells how often the order of time is right")
  func calibration() throws {
    let shops = try TwoShops(evidence: "links")
    let outcome = try shops.run(["queues", "--stitch-by-time", "dump.jsonl"])
    print(outcome.err)
    #expect(outcome.err.contains("0 deliveries are guessed by the order of time; of "))
    #expect(outcome.out == (try shops.run(["queues", "dump.jsonl"]).out))
  }

  @Test("spilling, jobs and cutting journeys give the same bytes", arguments: ["links", "none"])
  func spilling(evidence: String) throws {
    let shops = try TwoShops(evidence: evidence, requests: 150)
    for command in [["queues"], ["critical-path"], ["doctor"]] {
      for extra in [[], ["--max-journey", "40"]] {
        let arguments = command + ["--format", "json", "--stitch-by-time"] + extra
        let expected = try shops.run(arguments + ["--jobs", "1", "dump.jsonl"])
        #expect(expected.code == 0)
        for memory in ["100k"] {
          let spilled = try shops.run(arguments + ["--jobs", "3", "--memory", memory, "dump.jsonl"])
          #expect(spilled == expected, "\(arguments) \(memory)")
        }
      }
    }
  }
}
