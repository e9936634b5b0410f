import Testing
import TraceModel
import TracemillTesting

@testable import TraceAnalysis

@Suite("A journey is read once")
struct JourneyReadingTests {
  @Test("the response paths of a journey are those walked from each root alone", arguments: 0..<40)
  func responses(seed: UInt64) {
    let table = SpanTable.assembled(CompletionPathLawTests.journeys(seed: seed, traces: 25))
    var reading = JourneyReading(symbols: table.symbols)
    var walk = CriticalPathWalk(options: CriticalPathOptions(), symbols: table.symbols)
    var roots = 0
    for number in 0..<table.journeyCount {
      reading.begin(table.journey(number))
      reading.findResponsePaths()
      let found = reading.responses
      for path in found.paths {
        walk.walk(table, from: path.root)
        #expect(Array(found.walk.segments[path.segments]) == walk.segments)
        #expect(Array(found.walk.diagnostics[path.diagnostics]) == walk.diagnostics)
        let first = Int32(path.visits.lowerBound)
        #expect(found.walk.visits[path.visits].map(\.row) == walk.visits.map(\.row))
        #expect(
          found.walk.visits[path.visits].map { $0.caller < 0 ? -1 : $0.caller - first } == walk.visits.map(\.caller))
        #expect(found.walk.segmentVisits[path.segments].map { $0 - first } == walk.segmentVisits)
      }
      roots += found.paths.count
    }
    #expect(roots == CriticalPathLawTests.roots(table).count { !table.columns.flags[$0.row].contains(.missingTime) })
  }

  @Test("the completion paths of a journey are those walked from each origin alone", arguments: 0..<40)
  func completions(seed: UInt64) {
    let spans =
      seed % 4 == 0
      ? CompletionEndsTests.batches(seed: seed, of: 9) : CompletionPathLawTests.journeys(seed: seed, traces: 25)
    let table = SpanTable.assembled(spans)
    var reading = JourneyReading(symbols: table.symbols)
    var causes = JourneyCauses(symbols: table.symbols)
    var walk = CompletionPathWalk(options: CriticalPathOptions(), symbols: table.symbols)
    var chain: [CompletionStep] = []
    for number in 0..<table.journeyCount {
      let journey = table.journey(number)
      reading.begin(journey)
      reading.findCompletionPaths()
      causes.read(journey)
      causes.findTerminals(journey)
      for path in reading.completions.paths {
        causes.chain(from: path.origin, into: &chain, in: table)
        walk.walk(chain, &causes, in: table)
        #expect(reading.completions.segments(of: path) == walk.segments)
        #expect(path.start == walk.start && path.terminal == walk.terminal)
        var waits: [CompletionPathSegment] = []
        reading.completions.forEachBatchWait(on: path) { waits.append($0) }
        let expected = walk.segments.filter { $0.kind == .batchWait }
        #expect(waits.count == expected.count && Set(waits) == Set(expected))
      }
    }
  }

  @Test("what is found in a journey does not depend on who asks first, nor on the journey before", arguments: 0..<10)
  func order(seed: UInt64) {
    let table = SpanTable.assembled(CompletionPathLawTests.journeys(seed: seed, traces: 25))
    var one = JourneyReading(symbols: table.symbols)
    for number in 0..<table.journeyCount {
      var other = JourneyReading(symbols: table.symbols)
      one.begin(table.journey(number))
      other.begin(table.journey(number))
      one.findResponsePaths()
      one.findFailingSpans()
      one.findCompletionPaths()
      other.findCompletionPaths()
      other.findFailingSpans()
      other.findCauses()
      other.findResponsePaths()
      #expect(one.responses.walk.segments == other.responses.walk.segments)
      #expect(one.completions.walk.segments == other.completions.walk.segments)
      #expect(one.completions.paths.map(\.origin) == other.completions.paths.map(\.origin))
      #expect(one.failing.rows == other.failing.rows && one.failing.ends == other.failing.ends)
      #expect(one.causes.diagnostics == other.causes.diagnostics)
    }
  }
}
