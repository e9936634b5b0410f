import Testing
import TracemillTesting

@testable import TracemillCommand

/// One dump alone: its incident is given as a window, or found.
@Suite("An incident within one dump")
struct IncidentWithinDumpTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test("the worst stretch is found and explained, the tables stay those of the whole dump")
  func found() throws {
    let outcome = try shop.shell(
      "tracemill synth --seed 5 --requests 1500 --fault slow-database -o one; tracemill report one -o out --no-svg; tracemill red one --format json > red"
    )
    #expect(outcome.code == 0 && outcome.out.hasPrefix("Incident "), "\(outcome.out) \(outcome.err)")
    let report = try text("out/report.md")
    #expect(report.contains("> **Likely origin:** `inventory`"))
    #expect(report.contains("The requests of the dump were worst 2026-03-15 10:00:50–10:02:20Z"))
    let json = try text("out/report.json")
    #expect(
      json.contains("\"window\":{\"startUnixNano\":") && json.contains("\"rootCause\":")
        && !json.contains("\"baseline\":{\"doctor\""))
    let red = try text("red").dropLast()
    #expect(json.contains(red))
  }

  @Test("without an incident the report is of the whole dump", arguments: ["none", "traffic-shift", "mix-shift"])
  func quiet(_ fault: String) throws {
    let outcome = try shop.shell(
      "tracemill synth --seed 9 --requests 900 --fault \(fault) -o one; tracemill report one -o out --no-svg")
    #expect(outcome.code == 0 && outcome.out.hasPrefix("Trace report "), "\(outcome.out) \(outcome.err)")
    let report = try text("out/report.md")
    #expect(!report.contains("Likely origin"))
  }

  @Test("a window is compared with what is before and behind it; every span is on one side")
  func window() throws {
    let outcome = try shop.shell(
      """
      tracemill synth --seed 5 --requests 900 --fault failing-provider -o one
      w=2026-03-15T10:00:30Z
      tracemill report one --window $w.. -o out --no-svg -q
      tracemill doctor one --format json > whole
      """)
    #expect(outcome.code == 0, "\(outcome.err)")
    let json = try text("out/report.json")
    let parts = json.matches(of: /"distinct":(\d+)/).compactMap { Int($0.1) }
    let whole = try text("whole").matches(of: /"distinct":(\d+)/).compactMap { Int($0.1) }
    #expect(parts.count == 2 && parts.allSatisfy { $0 > 0 } && parts.reduce(0, +) == whole.first)
    let report = try text("out/report.md")
    for heading in ["Do first", "Suspects", "Who is hurt", "What sets failed requests apart", "Exemplars"] {
      #expect(report.contains("\n## \(heading)\n"), "\(heading)")
    }
    #expect(json.contains("\"associations\":[{\"schema\":\"tracemill/bubbleup/1\",\"where\":\"failed\""))
  }

  @Test("with logs the report tells which patterns rose; both windows stand near the top; no step is told twice")
  func logs() throws {
    let outcome = try shop.shell(
      """
      tracemill synth --seed 5 --requests 900 --fault failing-provider -o one
      for s in 10 20 40 45 50 55; do for k in 1 2 3 4 5; do
        w=fine; [ $s -lt 30 ] || w="provider gone"
        echo '{"time":"2026-03-15T10:00:'$s'Z","service":"payment","message":"'$w'"}'
      done; done > lines
      tracemill report one --window 2026-03-15T10:00:30Z.. --logs lines -o out --no-svg -q
      """)
    #expect(outcome.code == 0, "\(outcome.err)")
    let report = try text("out/report.md")
    let patterns = try #require(report.components(between: "## Log patterns", and: "### Written most"))
    #expect(patterns.contains("`provider gone`") && patterns.contains("| new "))
    #expect(patterns.contains("`fine`") && patterns.contains("| vanished "))
    let json = try text("out/report.json")
    #expect(json.contains("\"logs\":{\"schema\":\"tracemill/logs/1\""))
    #expect(report.contains("> Compared: now 2026-03-15 10:00:"))
    for once in ["**Do first:**", "**Fixed when:**", "## Do first", "Edge that worsened most: "] {
      #expect(report.components(between: once, and: once) == nil && report.contains(once), "\(once)")
    }
  }

  @Test("jobs and memory change nothing", arguments: ["--jobs 7", "--memory 1M"])
  func sameBytes(_ flags: String) throws {
    let outcome = try shop.shell(
      """
      tracemill synth --seed 5 --requests 900 --fault failing-provider -o one
      tracemill report one --window 2026-03-15T10:00:30Z.. -o plain --no-svg -q --jobs 1
      tracemill report one --window 2026-03-15T10:00:30Z.. -o other --no-svg -q \(flags)
      diff -r -x manifest.json plain other
      """)
    #expect(outcome.code == 0 && outcome.out == "", "\(outcome.out.prefix(2000))\(outcome.err)")
  }

  private func text(_ name: String) throws -> String { String(decoding: try shop.bytes(name), as: UTF8.self) }
}

extension String {
  /// What stands between the first `start` and the next `end` behind it; nil when either is missing.
  fileprivate func components(between start: String, and end: String) -> Substring? {
    guard let from = firstRange(of: start), let to = self[from.upperBound...].firstRange(of: end) else { return nil }
    return self[from.upperBound..<to.lowerBound]
  }
}
