import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Doctor: what a dump holds")
struct DoctorTests {
  private func doctor(_ spans: [DrawnSpan], partitions: Int = 1) async throws -> (
    result: DoctorResult, quality: DataQuality
  ) {
    let assembler = await TraceAssembler(DecodedSpans(spans), partitions: partitions)
    var fold = DoctorFold(options: (), prior: (), symbols: assembler.symbols)
    var quality = assembler.inputQuality
    for number in 0..<partitions {
      var part = DoctorFold(options: (), prior: (), symbols: assembler.symbols)
      let partition = try assembler.partition(number)
      quality.merge(partition.quality)
      part.observe(journeysOf: partition.table)
      fold.merge(part)
    }
    return (fold.finish(), quality)
  }

  @Test("spans, traces, services, roots, orphans, errors, links, kinds and time")
  func counts() async throws {
    let (result, _) = try await doctor(
      Drawing(
        """
        web GET  S [0..100] !
          app a  C [10..40]
          app b  I [50..60] ^ff

        mail c   R [200..210] -> @1 -> 9/@1
        """
      ).spans)
    #expect(result.distinctSpans == 4)
    #expect(result.traces == 2)
    #expect(result.journeys == 1)
    #expect(result.services == 3)
    #expect(result.roots == 2)
    #expect(result.orphans == 1)
    #expect(result.errors == 1)
    #expect(result.links == 2)
    #expect(result.linksResolved == 1)
    #expect(result.kinds == [0, 1, 1, 1, 0, 1])
    #expect(result.first?.nanoseconds == Drawing.epoch)
    #expect(result.last?.nanoseconds == Drawing.epoch + 210_000)
    #expect(result.totalDuration == 150_000)
  }

  @Test("the halves of a call that share an id are one pair of ids, and two spans")
  func sharedIDs() async throws {
    let (result, _) = try await doctor(
      Drawing(
        """
        web get C |===| @1
        app get S  |=|  @1
        """
      ).spans)
    #expect(result.distinctSpans == 1)
    #expect(result.spans == 2)
    #expect(result.roots == 1)
  }

  @Test("a service without a name is not counted as one")
  func nameless() async throws {
    var spans = Drawing("web get S |==|\nweb get S |==|").spans
    spans[1].service = ""
    let (result, _) = try await doctor(spans)
    #expect(result.services == 1)
    #expect(result.spansWithDefects == 1)
  }

  @Test("partitions and their order change nothing", arguments: 1...10 as ClosedRange<UInt64>)
  func law(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let spans = DependencyLawTests.spans(seed: seed)
    let whole = try await doctor(spans)
    let split = try await doctor(generator.shuffled(spans), partitions: 7)
    #expect(whole.result == split.result)
    #expect(whole.result.spans == spans.count)
  }

  @Test("every defect has a remedy and its place in the JSON")
  func defects() async throws {
    let (result, quality) = try await doctor(Drawing("web get S |==| ^ff").spans)
    var json = JSONWriter()
    result.write(to: &json, quality: quality)
    let text = String(decoding: json.finish(), as: UTF8.self)
    for defect in Defect.allCases {
      #expect(text.contains("\"\(defect.rawValue)\":"))
      #expect(defect.remedy.hasSuffix("."))
    }
    #expect(text.contains(#""orphan":1"#))
    #expect(text.contains(#""orphans":1"#))
  }

  @Test("a dump without faults says so, one with faults names them")
  func report() async throws {
    let clean = try await doctor(Drawing("web get S |==|").spans)
    #expect(words(clean.result.section(quality: clean.quality)).contains("Nothing is wrong with it"))
    let orphaned = try await doctor(Drawing("web get S |==| ^ff").spans)
    let text = words(orphaned.result.section(quality: orphaned.quality))
    #expect(text.contains(Defect.orphan.remedy))
    #expect(!text.contains("Nothing is wrong"))
  }

  @Test("why input was left out is said once a reason, the most frequent first, with the first place")
  func reasons() async throws {
    let (result, counted) = try await doctor(Drawing("web get S |==|").spans)
    var quality = counted
    for (offset, reason) in [(5, "a colon was expected, at byte 9"), (70, "no dump"), (90, "no dump")] {
      var reject = Reject(defect: .rejectedValue, input: 0, offset: offset, reason: reason)
      reject.line = offset / 5
      reject.excerpt = Array("{\"a|b\"".utf8)
      quality.add(reject)
    }
    let tables = result.section(quality: quality).blocks.compactMap { block in
      if case .table(let table) = block { table } else { nil }
    }
    #expect(
      tables.last?.rows.map { $0.map(\.text.content) } == [
        ["2", "no dump", "byte 70, line 14", "{\"a|b\""], ["1", "a colon was expected", "byte 5, line 1", "{\"a|b\""],
      ])
  }

  private func words(_ section: Section) -> String {
    section.blocks.map { block in
      switch block {
      case .paragraph(let text): text.content
      case .table(let table): table.rows.flatMap { $0.map(\.text.content) }.joined(separator: " ")
      default: ""
      }
    }.joined(separator: " ")
  }
}
