import Testing
import TraceModel
import TracemillTesting
import YAMLReading

@testable import TraceAnalysis

/// One fold, and how to make it: its law can be tried without naming it.
struct FoldLaw: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The name of the fold's type.
  let type: String
  /// Whether names that differ in Unicode normalisation alone are two for it; not where results are ordered by names as strings.
  let namesAreBytes: Bool
  /// Journeys spread over so many folds that are merged in any order: what the merged one finds, and what one fold alone finds.
  let outcomes: @Sendable (SpanTable, _ parts: Int, inout SeededGenerator) -> (split: [UInt8], whole: [UInt8])

  init<Fold: TraceFold>(
    _ sentence: String = "", namesAreBytes: Bool = true, _ make: @escaping @Sendable (SymbolTable) -> Fold
  ) {
    self.namesAreBytes = namesAreBytes
    type = String(describing: Fold.self)
    testDescription = sentence.isEmpty ? type : "\(type), \(sentence)"
    outcomes = { table, parts, generator in
      var whole = make(table.symbols)
      var reading = JourneyReading(symbols: table.symbols, options: whole.readingOptions)
      var folds = (0..<parts).map { _ in make(table.symbols) }
      for number in 0..<table.journeyCount {
        reading.begin(table.journey(number))
        whole.observe(&reading)
      }
      for number in generator.shuffled(Array(0..<table.journeyCount)) {
        reading.begin(table.journey(number))
        folds[Int(generator.next() % UInt64(parts))].observe(&reading)
      }
      while folds.count > 1 {
        let other = folds.remove(at: Int(generator.next() % UInt64(folds.count)))
        folds[Int(generator.next() % UInt64(folds.count))].merge(other)
      }
      return (Self.described(folds[0].finish()), Self.described(whole.finish()))
    }
  }

  /// Everything in a value, as text; dictionaries and sets in one order.
  static func described(_ value: Any) -> [UInt8] {
    if let histogram = value as? Histogram {
      var text = "\(histogram.count) \(histogram.sum) \(histogram.minimum) \(histogram.maximum)"
      histogram.forEachBucket { text += " \($0) \($1)" }
      return Array(text.utf8)
    }
    let mirror = Mirror(reflecting: value)
    let children = mirror.children.map { Array(($0.label ?? "").utf8) + [UInt8(ascii: ":")] + described($0.value) }
    let ordered: [[UInt8]] =
      switch mirror.displayStyle {
      case .dictionary, .set: children.sorted { $0.lexicographicallyPrecedes($1) }
      default: children
      }
    let own = ordered.isEmpty ? Array(String(describing: value).utf8) : []
    return own + [UInt8(ascii: "(")] + ordered.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: ")")]
  }
}

@Suite("Laws of all folds")
struct FoldLawTests {
  static let paths: CriticalPathOptions = {
    var options = CriticalPathOptions()
    options.nodeBudget = 30
    options.top = 3
    options.measuresSlack = true
    options.excluded = [("shop", "work")]
    return options
  }()

  static let antiPatterns: AntiPatternOptions = {
    var options = AntiPatternTests.options
    options.maxFindings = 7
    return options
  }()

  static let whatIf: WhatIfOptions = {
    var options = WhatIfOptions()
    options.operations = [OperationChange(service: "shop", operation: "send", change: TimeChange(keptMillionths: 0))]
    options.ranksOperations = true
    options.samples = 3
    return options
  }()

  static let errors: ErrorsOptions = {
    var options = ErrorsOptions()
    options.mostKeys = 5
    return options
  }()

  static let logs: LogIndex = {
    var logs = LogLines()
    logs.services = ["shop", "cart", "caf\u{e9}"]
    logs.templates = ["boom *", "wait *", "gone *"]
    for trace in 1...60 as ClosedRange<UInt64> {
      for line in 0..<trace % 4 {
        logs.lines.append(
          LogLine(
            time: Drawing.epoch + Int64(trace), traceID: TraceID(high: 0, low: trace), spanID: .none,
            service: Int((trace + line) % 3), template: Int(trace * line % 3), isError: trace % 2 == 0))
      }
    }
    return LogIndex(logs)
  }()

  static let objectives = SLOOptions(
    objectives: [ServiceObjective(name: "calls", service: "shop", percent: YAMLDecimal(digits: 99, places: 0))],
    isBacktest: true)

  static let expectations: [TraceAnalysis.Expectation] = [
    .service("caf\u{e9}", minSpans: 5), .complete(percent: YAMLDecimal(digits: 50, places: 0)),
    .errorRate(service: "shop", maxPercent: YAMLDecimal(digits: 5, places: 0)),
  ]

  /// Which traces are called bad.
  static let selections: [TraceSelection] = [.failed, .predicate { $0.id.low % 3 == 0 }]

  /// All folds; each of ``ReportFold`` must be among them.
  static let laws: [FoldLaw] = [
    FoldLaw { DoctorFold(options: (), prior: (), symbols: $0) },
    FoldLaw { REDFold(options: REDOptions(mostBuckets: 3), prior: (), symbols: $0) },
    FoldLaw { CriticalPathFold(options: CriticalPathOptions(), symbols: $0) },
    FoldLaw("cut, with slack") { CriticalPathFold(options: paths, symbols: $0) },
    FoldLaw { CompletionPathFold(options: CriticalPathOptions(), symbols: $0) },
    FoldLaw("the slowest three") { CompletionPathFold(options: paths, symbols: $0) },
    FoldLaw { AntiPatternFold(options: AntiPatternTests.options, symbols: $0) },
    FoldLaw("cut") { AntiPatternFold(options: antiPatterns, symbols: $0) },
    FoldLaw { RequestPathsFold(options: RequestPathsFold.Options(), symbols: $0) },
    FoldLaw { WhatIfFold(options: whatIf, symbols: $0) },
    FoldLaw { RootValuesFold(options: "tenant", symbols: $0) },
    FoldLaw { ErrorsFold(options: ErrorsOptions(), prior: logs, symbols: $0) },
    FoldLaw("cut") { ErrorsFold(options: errors, prior: logs, symbols: $0) },
    FoldLaw { ExemplarFold(symbols: $0) },
    FoldLaw { SpanNamesFold(symbols: $0) },
    FoldLaw { LogTraceFold(options: 2, prior: logs, symbols: $0) },
    FoldLaw { BubbleUpEntryFold(options: selections, symbols: $0) },
    FoldLaw(namesAreBytes: false) { DependencyFold(options: DependencyOptions(), prior: (), symbols: $0) },
    FoldLaw { QueuesFold(options: QueuesOptions(), symbols: $0) },
    FoldLaw(namesAreBytes: false) { CallPathFold(options: (), prior: (), symbols: $0) },
    FoldLaw(namesAreBytes: false) { RootCauseFold(options: RootCauseOptions(), prior: logs, symbols: $0) },
    FoldLaw { WorstStretchFold(symbols: $0) },
    FoldLaw { JourneyViewFold(options: .slowest, symbols: $0) },
    FoldLaw { DumpExtentFold(symbols: $0) },
    FoldLaw(namesAreBytes: false) { InstrumentationScoreFold(symbols: $0) },
    FoldLaw { ExpectationsFold(options: expectations, symbols: $0) },
    FoldLaw {
      SLOFold(options: objectives, prior: DumpExtent(start: 0, end: Drawing.epoch + 1_000_000_000_000), symbols: $0)
    },
  ]

  /// Journeys with errors, links, queues, attributes, and where asked for services whose names differ only in Unicode normalisation.
  static func spans(seed: UInt64, twinNames: Bool) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans = CompletionPathLawTests.journeys(seed: seed, traces: 30)
    for row in spans.indices {
      if spans[row].service == "cart" { spans[row].service = "caf\u{e9}" }
      if twinNames, spans[row].service == "bank" { spans[row].service = "cafe\u{301}" }
      if generator.chance(percent: 25) { spans[row].status = .error }
      let tenant = generator.pick(["a", "b", "caf\u{e9}", "cafe\u{301}"])
      spans[row].attributes.append(("tenant", .string(Array(tenant.utf8)[...])))
    }
    return spans
  }

  @Test(
    "any split of the journeys over parts that are merged in any order finds what one fold finds", arguments: laws,
    1...4 as ClosedRange<UInt64>)
  func splits(_ law: FoldLaw, _ seed: UInt64) {
    let table = SpanTable.assembled(Self.spans(seed: seed, twinNames: law.namesAreBytes))
    var generator = SeededGenerator(seed: seed &+ 99)
    for parts in [1, 2, 10] {
      let (split, whole) = law.outcomes(table, parts, &generator)
      #expect(split == whole, "\(law.testDescription) in \(parts) parts: \(Self.difference(split, whole))")
    }
  }

  @Test("every fold of a report is among those whose law is tried")
  func complete() throws {
    var options = ReportFold.Options()
    options.ranks = true
    options.seeksWorstStretch = true
    let report = ReportFold(options: options, symbols: SpanTable.assembled([]).symbols)
    let tried = Set(Self.laws.map(\.type))
    var folds = 0
    for (label, value) in Mirror(reflecting: report).children {
      var wrapped: Any? = value
      if Mirror(reflecting: value).displayStyle == .optional {
        wrapped = Mirror(reflecting: value).children.first?.value
      }
      guard let wrapped, let fold = wrapped as? any TraceFold else { continue }
      folds += 1
      #expect(tried.contains(String(describing: Swift.type(of: fold))), "\(label ?? "")")
    }
    #expect(folds >= 11)
  }

  /// What stands around the first byte that differs.
  private static func difference(_ one: [UInt8], _ other: [UInt8]) -> String {
    let offset =
      zip(one, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(one.count, other.count)
    func around(_ text: [UInt8]) -> String {
      String(decoding: text[max(0, offset - 80)..<min(text.count, offset + 40)], as: UTF8.self)
    }
    return "“\(around(one))” and “\(around(other))”"
  }
}
