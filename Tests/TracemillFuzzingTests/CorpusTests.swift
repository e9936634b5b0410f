import Testing
import TracemillFuzzing

@Suite("Corpus of the fuzzer")
struct CorpusTests {
  @Test("every dump is read, analysed and printed without breaking a law", arguments: Corpus.names)
  func corpus(_ name: String) throws {
    let dump = try Corpus.bytes(of: name)
    #expect(!dump.isEmpty)
    #expect(DumpCheck.failures(of: dump, isThorough: dump.count < 4000) == [])
  }

  @Test(
    "what is no dump at all breaks no law",
    arguments: ["", "{", "[[", "\u{feff}", "{\"spans\":[]}", "nul", "[{}]", "\"", "\\"])
  func noDump(_ text: String) {
    #expect(DumpCheck.failures(of: Array(text.utf8), isThorough: true) == [])
  }
}
