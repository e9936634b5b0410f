import Testing

@Suite("A sample of the yardstick for root causes")
struct YardstickTests {
  /// Writes a baseline and the incident of that name, and prints the verdict and the first candidate's service.
  static let script = """
    set -e
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    flags=$(awk -v name="$2" '$1 == name { $1 = ""; print }' "$1/Tests/Yardstick/incidents.txt")
    tracemill synth --quiet --seed 11 --duration 180s --rate 240 -o "$folder/before.jsonl"
    tracemill synth --quiet --seed 77 --duration 180s --rate 240 $flags -o "$folder/now.jsonl"
    tracemill rank --quiet --format json --baseline "$folder/before.jsonl" --incident "$folder/now.jsonl" |
      python3 -c 'import json, sys; g = json.load(sys.stdin); print(g["verdict"], (g["candidates"] or [{"service": "-"}])[0]["service"])'
    """

  static func rank(_ name: String) throws -> [Substring] {
    let outcome = try BuiltProgram.shell(script, ["sh", BuiltProgram.root, name])
    #expect(outcome.code == 0, "\(outcome.err)")
    return outcome.out.split { $0 == " " || $0 == "\n" }
  }

  @Test(
    "the faulty service comes first",
    arguments: [
      ("slow-database-inventory", "inventory"), ("exceptions-payment", "payment"),
      ("wrong-status-cart", "cart"), ("lost-messages-mail", "mail"),
    ])
  func found(_ name: String, _ service: Substring) throws {
    #expect(try Self.rank(name).last == service)
  }

  @Test("more traffic is no incident")
  func quiet() throws {
    #expect(try Self.rank("control-traffic").first != "likely")
  }
}
