import Testing
import TracemillTesting

@testable import TracemillCommand

/// Names and files that mean nothing for the dump: said on stderr, with what was probably meant.
@Suite("What names nothing is said")
struct WrongNameTests {
  let shop: SmallShop
  init() throws { shop = try SmallShop() }

  @Test(
    "a misspelt operation, topic, entry point or attribute is a warning with the nearest name",
    arguments: [
      (
        "critical-path --what-if 'inventory:SELECT stok=-50%' -f json",
        "--what-if: \"inventory\" has no operation \"SELECT stok\"; did you mean \"SELECT stock\"?"
      ),
      ("critical-path --what-if-queue nosuch=0 -f json", "--what-if-queue: no message waited in a topic \"nosuch\""),
      ("critical-path --exclude foo:bar -f json", "--exclude: the dump has no service \"foo\""),
      (
        "critical-path --entry gatway -f folded",
        "--entry: the dump has no entry point at a service \"gatway\"; did you mean \"gateway\"?"
      ),
      (
        "bubbleup --where 'http.response.status_cod = 500'",
        "--where: the dump has no attribute \"http.response.status_cod\"; did you mean \"http.response.status_code\"?"
      ),
      ("bubbleup --where 'service = gatway'", "--where: the dump has no service \"gatway\"; did you mean \"gateway\"?"),
    ])
  func names(_ command: String, _ warning: String) throws {
    let outcome = try shop.shell("tracemill \(command) now.jsonl > /dev/null")
    #expect(outcome.code == 0 && outcome.err.contains("warning: \(warning)"), "\(outcome.err)")
  }

  @Test("right names are no reason to speak")
  func right() throws {
    let outcome = try shop.shell(
      """
      tracemill critical-path --exclude 'inventory:SELECT stock' --what-if 'gateway:POST /checkout=-50%' now.jsonl > out
      tracemill critical-path --entry gateway -f folded now.jsonl >> out
      tracemill bubbleup --where 'http.response.status_code = 500' now.jsonl >> out
      """)
    #expect(outcome.code == 0 && outcome.err == "", "\(outcome.err)")
  }

  @Test("--hops needs a --focus")
  func hops() throws {
    let outcome = try shop.run(["dependencies", "now.jsonl", "--hops", "1"])
    #expect(outcome.code == 2 && outcome.err.hasPrefix("error: --hops: there is nothing to count edges from"))
  }

  @Test("files of another kind are told from logs, metrics and deployments, and listed in the manifest")
  func signals() throws {
    let outcome = try shop.shell(
      """
      echo '{"timeUnixNano":"1","service":"a","body":"b"}' > logs; echo no json > text; : > empty
      tracemill report now.jsonl --baseline before.jsonl --logs before.jsonl --metrics logs --deployments text --deployments empty \
        -o out --no-svg -q
      tracemill rank --baseline before.jsonl --incident now.jsonl --logs before.jsonl --metrics logs --deployments text \
        --deployments empty > /dev/null
      """)
    #expect(outcome.code == 0)
    #expect(outcome.err.contains("warning: --logs: before.jsonl has no log lines: it holds "), "\(outcome.err)")
    #expect(
      outcome.err.contains("warning: --metrics: logs has no metric points: it holds 1 JSON value of another kind;"))
    #expect(outcome.err.contains("--deployments: text has no deployments: it holds 1 value that could not be read;"))
    #expect(
      outcome.err.contains("--deployments: empty has no deployments: it is empty; expected are lines like {\"time\""))
    let manifest = String(decoding: try shop.bytes("out/manifest.json"), as: UTF8.self)
    #expect(manifest.contains("\"signals\"") && manifest.contains("\"deployments\"") && manifest.contains("\"text\""))
  }

  @Test("an empty folder is told from a missing file")
  func emptyFolder() throws {
    let outcome = try shop.shell("mkdir none; tracemill red none")
    #expect(outcome.code == 2 && outcome.err.contains("error: none: the folder holds no files"), "\(outcome.err)")
  }

  @Test("a share is at most 100 %")
  func share() throws {
    let outcome = try shop.run(["red", "now.jsonl", "--max-rejected", "200%"])
    #expect(outcome.code == 2 && outcome.err.contains("\"200%\" is not from 0% to 100%"), "\(outcome.err)")
  }
}
