import Testing
import TracemillTesting

@testable import TracemillCommand

/// Compressed dumps that are cut or damaged: what is lost is said, everywhere, and is never status 0.
@Suite("A broken compressed dump")
struct BrokenStreamTests {
  let shop: SmallShop
  init() throws {
    shop = try SmallShop()
    _ = try shop.shell(
      """
      tracemill synth --seed 3 --requests 800 -o large
      gzip -c large > whole.gz; zstd -qc large > whole.zst
      for kind in gz zst; do
        size=$(wc -c < whole.$kind); half=$((size / 2))
        head -c $half whole.$kind > cut.$kind
        (head -c $half whole.$kind; head -c 40000 /dev/zero | tr '\\0' '~'; tail -c $((size - half - 40000)) whole.$kind) > bad.$kind
      done
      """)
  }

  @Test(
    "stderr, doctor and the head of a report say where it broke and that the rest is lost; the status is 3",
    arguments: [
      ("cut.gz", "the gzip stream is cut at byte "), ("cut.zst", "the zstd stream is cut at byte "),
      ("bad.gz", "the gzip stream is damaged "), ("bad.zst", "the zstd stream is damaged "),
    ])
  func said(_ file: String, _ sentence: String) throws {
    let red = try shop.run(["red", file])
    #expect(red.code == 3 && red.err.contains("warning: \(file): \(sentence)"), "\(red.code) \(red.err)")
    #expect(red.err.contains("lost"), "\(red.err)")
    let doctor = try shop.run(["doctor", file, "--max-rejected", "0%"])
    #expect(doctor.code == 3 && doctor.out.contains("**Not all of the dump was read:** \(sentence)"), "\(doctor.out)")
    let json = try shop.run(["doctor", file, "--format", "json", "-q"])
    #expect(json.code == 3 && json.out.contains("\"broken_stream\":1"))
    let report = try shop.run(["report", file, "-o", "out", "--no-svg"])
    #expect(report.code == 3 && report.out.contains("Not all of the dump was read: \(sentence)"), "\(report.out)")
  }

  @Test("on a pipe too, where nobody knows the place", arguments: ["gz", "zst"])
  func pipe(_ kind: String) throws {
    let outcome = try shop.shell("cat cut.\(kind) | tracemill red - > /dev/null")
    #expect(outcome.code == 3 && outcome.err.contains("stream is cut or damaged"), "\(outcome.err)")
  }

  @Test("a broken baseline counts too")
  func baseline() throws {
    let outcome = try shop.run(["report", "large", "--baseline", "cut.gz", "-o", "out", "--no-svg"])
    #expect(outcome.code == 3 && outcome.out.contains("Of the dump before: Not all of the dump was read"))
  }

  @Test("what follows a whole stream costs only itself, and a whole dump is status 0")
  func whole() throws {
    #expect(try shop.run(["red", "whole.gz"]).code == 0)
    let outcome = try shop.shell("(cat whole.gz; echo garbage) > more.gz; tracemill red more.gz > /dev/null")
    #expect(outcome.code == 0 && outcome.err.contains("trailing garbage"), "\(outcome.err)")
  }
}
