import Testing
import TracemillTesting

@testable import TracemillCommand

@Suite("The phantom of acknowledgements out of order")
struct PhantomReportTests {
  /// The same system with and without the fault.
  static func firstScreen(_ fault: String) throws -> (screen: String, queues: String) {
    let folder = try TemporaryFolder()
    let line = """
      tracemill synth --seed 41 --requests 600 --rate 1200 \(fault) -o dump.jsonl
      tracemill report dump.jsonl -o out --no-svg >screen && tracemill queues dump.jsonl
      """
    let outcome = try BuiltProgram.shell("cd \"$0\"\n\(line)", [folder.path])
    guard outcome.code == 0 else { throw UsageError(outcome.err) }
    let screen = try text(of: folder.path + "/screen").split(separator: "\n").joined(separator: " ")
    return (screen, outcome.out)
  }

  @Test("is named on the first screen, with counts, in one sentence")
  func named() throws {
    let (screen, queues) = try Self.firstScreen("--fault reordered-acknowledgements")
    #expect(
      screen.contains("shipping (shipping-orders) acknowledges orders out of order, and deliveries are marked failed"))
    #expect(screen.contains("overtaken acknowledgements failed") && screen.contains("95 % interval"))
    #expect(queues.contains("acknowledges `orders` out of order"))
    // Nothing else is wrong with the queues.
    #expect(!queues.contains("falls behind") && !queues.contains("fell behind"))
  }

  @Test("is not seen in the healthy twin")
  func silent() throws {
    let (screen, queues) = try Self.firstScreen("")
    #expect(!screen.contains("out of order") && !queues.contains("acknowledges"))
    #expect(queues.contains("## Acknowledgements"))
  }
}
