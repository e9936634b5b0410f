import ReportModel
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Errors: laws over random traces")
struct ErrorsLawTests {
  /// Random traces with random errors of a few kinds.
  private func spans(_ seed: UInt64, traces: UInt64 = 20) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for trace in 1...traces {
      for var span in SeededTraces.trace(seed: seed &* 31 + trace, shape: .wild, traceID: TraceID(high: 0, low: trace))
      {
        if generator.chance(percent: 40) { span.status = .error }
        if generator.chance(percent: 20) { span.exceptions = [generator.pick(["A", "B"])] }
        if generator.chance(percent: 10) { span.status = .ok }
        if generator.chance(percent: 30) {
          span.attributes.append(("http.response.status_code", .int(generator.pick([200, 404, 404, 503]))))
        }
        if generator.chance(percent: 10) {
          span.links.append((TraceID(high: 0, low: trace), SpanID(UInt64(generator.number(in: 1...24)))))
        }
        spans.append(span)
      }
    }
    return spans
  }

  @Test(
    "any partitioning and order of merging gives the same bytes, also over the cap",
    arguments: 1...12 as ClosedRange<UInt64>)
  func merging(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let spans = spans(seed)
    var options = ErrorsOptions()
    options.mostKeys = generator.pick([1, 3, 12, 20_000])
    let assembler = await TraceAssembler(DecodedSpans(generator.shuffled(spans)), partitions: 4)
    var whole = ErrorsFold(options: options, symbols: assembler.symbols)
    var parts: [ErrorsFold] = []
    for number in 0..<4 {
      let table = try assembler.partition(number).table
      for journey in 0..<table.journeyCount {
        whole.observe(table.journey(journey))
        var part = ErrorsFold(options: options, symbols: assembler.symbols)
        part.observe(table.journey(journey))
        parts.append(part)
      }
    }
    var groups: [ErrorsFold] = []
    for part in generator.shuffled(parts) {
      if groups.isEmpty || generator.chance(percent: 30) {
        groups.append(part)
      } else {
        groups[groups.count - 1].merge(part)
      }
    }
    var merged = ErrorsFold(options: options, symbols: assembler.symbols)
    for group in generator.shuffled(groups) { merged.merge(group) }
    let result = whole.finish()
    #expect(ErrorsSample.json(merged.finish()) == ErrorsSample.json(result))
    #expect(result.rows.count <= options.mostKeys && result.chains.count <= options.mostKeys)
    let origins = result.rows.reduce(result.otherRows.origin) { $0 + $1.totals.origin }
    #expect(origins == result.counts.origins)
    #expect(result.chains.reduce(result.otherChains) { $0 + $1.count } == origins)
    #expect(result.rows.reduce(result.otherRows.failed) { $0 + $1.totals.failed } == result.counts.failed)
  }

  @Test("a slow twin that asks each span anew agrees", arguments: 1...40 as ClosedRange<UInt64>)
  func twin(_ seed: UInt64) {
    let table = SpanTable.assembled(spans(seed, traces: 3))
    let result = ErrorsSample.fold(table).finish()
    let twin = ErrorsTwin(table)
    #expect(result.counts.failed == twin.failing.count)
    #expect(result.counts.origins == twin.origins.count)
    #expect(result.counts.swallowed == twin.swallowed)
    let ends = result.chains.reduce(into: [:]) { ends, chain in
      ends["\(chain.hops.last?.service ?? "") \(chain.hops.last?.operation ?? "")", default: 0] += chain.count
    }
    #expect(ends == twin.ends)
  }
}

/// The definition of origins, passed on and swallowed errors, word by word.
private struct ErrorsTwin {
  let table: SpanTable
  var failing: [Int] = []
  var origins: [Int] = []
  var swallowed = 0
  /// Origins by the names of the span where their errors end up.
  var ends: [String: Int] = [:]

  init(_ table: SpanTable) {
    self.table = table
    failing = (0..<table.spanCount).filter(hasFailed)
    let passed = Set(failing.compactMap { caller(of: $0).above })
    origins = failing.filter { !passed.contains($0) }
    swallowed = failing.count { caller(of: $0).isSwallowed }
    for origin in origins {
      var top = origin
      while let above = caller(of: top).above { top = above }
      let names = [table.columns.services[top], table.columns.names[top]].map { table.symbols.string(of: $0) }
      ends[names.joined(separator: " "), default: 0] += 1
    }
  }

  private func hasFailed(_ row: Int) -> Bool {
    let status = table.columns.statuses[row]
    return status == .error || (status != .ok && !table.events(of: SpanIndex(row: row)).isEmpty)
  }

  private func kind(_ row: Int) -> String {
    var kind = code(row) ?? "none"
    for event in table.events(of: SpanIndex(row: row)) {
      table.forEachAttribute(in: event.attributes) { _, value in
        kind = value.text
        return true
      }
    }
    return kind
  }

  private func code(_ row: Int) -> String? {
    guard let key = table.symbols.symbol(of: "http.response.status_code"),
      let code = table.attribute(key, of: SpanIndex(row: row))?.integer, code >= 400
    else { return nil }
    return "HTTP \(code)"
  }

  private func caller(of row: Int) -> (above: Int?, isSwallowed: Bool) {
    let columns = table.columns
    let parent = Int(columns.parents[row])
    let links = table.links(of: SpanIndex(row: row)).filter { $0.target >= 0 }
    let isUnderProducer = parent >= 0 && columns.kinds[parent] == .producer
    if columns.kinds[row] == .consumer, !links.isEmpty || isUnderProducer { return (nil, false) }
    if parent < 0 || columns.flags[row].contains(.followsFrom) { return (nil, false) }
    if hasFailed(parent) { return (parent, false) }
    var way = [parent]
    while way.count < 64 {
      let here = way[way.count - 1]
      let next = Int(columns.parents[here])
      switch columns.kinds[here] {
      case .producer, .consumer: return (nil, true)
      case .server:
        guard code(here) != nil, code(here) == code(row) else { return (nil, true) }
        if next < 0 { return (nil, false) }
      default:
        if next < 0 || columns.services[next] != columns.services[here] { return (nil, true) }
      }
      if columns.flags[here].contains(.followsFrom) { return (nil, true) }
      if hasFailed(next) { return kind(next) == kind(row) ? (next, false) : (nil, true) }
      way.append(next)
    }
    return (nil, true)
  }
}
