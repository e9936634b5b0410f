import Testing
import TraceAssembly
import TraceModel
import TracemillTesting

@Suite("Laws of putting traces together")
struct AssemblyLawTests {
  /// Traces of every shape with links between some, copies, shared ids and both forms of trace ids.
  static func spans(seed: UInt64, traces: Int = 60) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    var spans: [DrawnSpan] = []
    for trace in 0..<UInt64(traces) {
      spans += SeededTraces.trace(
        seed: generator.next(), shape: generator.pick(SeededTraces.Shape.allCases),
        spans: Int(generator.number(in: 1...12)), traceID: TraceID(high: trace % 3, low: trace + 1))
    }
    for place in spans.indices {
      if generator.chance(percent: 6) {
        let target = spans[Int(generator.next() % UInt64(spans.count))]
        spans[place].links.append((target.traceID, target.spanID))
      }
      spans[place].attributes = [("n", .int(generator.number(in: 0...3)))]
    }
    for _ in 0..<traces / 3 {
      var copy = generator.pick(spans)
      if generator.chance(percent: 50) { copy.attributes.append(("more", .bool(true))) }
      if generator.chance(percent: 20) { copy.end += 1 }
      if generator.chance(percent: 20) { copy.traceID.high = 0 }
      if generator.chance(percent: 20) { copy.kind = copy.kind == .client ? .server : .client }
      spans.append(copy)
    }
    return generator.shuffled(spans)
  }

  /// Every journey as text, sorted: what the table says of each span by ids, never by rows.
  static func text(_ tables: [SpanTable]) -> [String] {
    tables.flatMap { table in
      (0..<table.journeyCount).map { number in
        table.journey(number).rows.map { row in
          let span = SpanIndex(row: row)
          let columns = table.columns
          let parent = table.parent(of: span).map { "\(columns.spanIDs[$0.row]) \(columns.kinds[$0.row])" } ?? "-"
          let links = table.links(of: span).map { link in
            link.span.map { "\(table.traceID(of: $0))/\(columns.spanIDs[$0.row])" } ?? "?"
          }
          let children = table.children(of: span).map { "\(columns.spanIDs[Int($0)])" }
          return """
            \(table.traceID(of: span)) \(columns.spanIDs[row]) \(columns.kinds[row]) \(columns.starts[row]) \
            \(columns.ends[row]) \(table.name(row)) \(columns.flags[row].rawValue) <\(parent) ->\(links) \(children) \
            \(table.attributes(row)) \(table.symbols.string(of: table.resource(of: span).host))
            """
        }.joined(separator: "\n")
      }
    }.sorted()
  }

  static func assembled(_ batches: [[DrawnSpan]], partitions: Int) async throws -> (
    text: [String], quality: DataQuality
  ) {
    let assembler = await TraceAssembler(DecodedSpans(batches: batches.map { SpanBatch($0) }), partitions: partitions)
    var tables: [SpanTable] = []
    var quality = DataQuality()
    for number in 0..<partitions {
      let partition = try assembler.partition(number)
      tables.append(partition.table)
      quality.merge(partition.quality)
    }
    return (text(tables), quality)
  }

  @Test("the number of partitions changes nothing", arguments: 0..<6)
  func partitions(seed: UInt64) async throws {
    let spans = Self.spans(seed: seed)
    let expected = try await Self.assembled([spans], partitions: 1)
    for partitions in [2, 7, 64] {
      let other = try await Self.assembled([spans], partitions: partitions)
      #expect(other.text == expected.text)
      for defect in Defect.allCases { #expect(other.quality[defect] == expected.quality[defect]) }
    }
  }

  @Test("the order of the input and its cut into batches change nothing", arguments: 0..<6)
  func order(seed: UInt64) async throws {
    let spans = Self.spans(seed: seed)
    let expected = try await Self.assembled([spans], partitions: 1)
    var generator = SeededGenerator(seed: seed + 100)
    for batches in [1, 3, 20] {
      let shuffled = generator.shuffled(spans)
      let share = shuffled.count / batches + 1
      let cut = stride(from: 0, to: shuffled.count, by: share).map {
        Array(shuffled[$0..<min(shuffled.count, $0 + share)])
      }
      let other = try await Self.assembled(cut, partitions: 5)
      #expect(other.text == expected.text)
      for defect in Defect.allCases { #expect(other.quality[defect] == expected.quality[defect]) }
    }
  }

  @Test("spilled to disk it is the same", arguments: 0..<3)
  func spilled(seed: UInt64) async throws {
    let spans = Self.spans(seed: seed)
    let expected = try await Self.assembled([spans], partitions: 1)
    var store = SpanStore(limits: SpanStore.Limits(memory: 20_000, partitions: 6))
    for start in stride(from: 0, to: spans.count, by: 40) {
      try store.receive(SpanBatch(Array(spans[start..<min(spans.count, start + 40)])))
    }
    let assembler = try await TraceAssembler(store, quality: DataQuality())
    let tables = try (0..<assembler.partitionCount).map { try assembler.partition($0).table }
    #expect(Self.text(tables) == expected.text)
  }

  @Test("every span is there once, children and parents agree, rows are in order", arguments: 0..<10)
  func structure(seed: UInt64) async {
    let spans = Self.spans(seed: seed)
    let result = await TraceAssembly.assemble(DecodedSpans(spans))
    let table = result.table
    #expect(table.spanCount + result.quality[.duplicateSpan] == spans.count)
    #expect(Int(table.columns.childOffsets.last ?? 0) == table.columns.parents.count { $0 >= 0 })
    for row in 0..<table.spanCount {
      for child in table.children(of: SpanIndex(row: row)) { #expect(table.columns.parents[Int(child)] == row) }
      var above = row
      var steps = 0
      while table.columns.parents[above] >= 0, steps <= table.spanCount {
        above = Int(table.columns.parents[above])
        steps += 1
      }
      #expect(steps <= table.spanCount, "a circle is left")
    }
    for number in 0..<table.traceCount {
      let starts = table.trace(TraceIndex(number: number)).rows.map { table.columns.starts[$0] }
      #expect(starts == starts.sorted())
    }
  }

  @Test("journeys are what a flood over the links finds", arguments: 0..<10)
  func journeys(seed: UInt64) async {
    let table = await TraceAssembly.assemble(DecodedSpans(Self.spans(seed: seed))).table
    // The slow twin: spread the smallest trace number over links until nothing changes.
    var mark = Array(0..<table.traceCount)
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for row in 0..<table.spanCount {
        for link in table.links(of: SpanIndex(row: row)) where link.target >= 0 {
          let (one, other) = (Int(table.columns.traces[row]), Int(table.columns.traces[Int(link.target)]))
          let least = min(mark[one], mark[other])
          if mark[one] != least || mark[other] != least { hasChanged = true }
          mark[one] = least
          mark[other] = least
        }
      }
    }
    for number in 0..<table.journeyCount {
      let traces = table.journey(number).traces
      #expect(traces.allSatisfy { mark[$0] == traces.lowerBound })
    }
  }

  @Test("a hundred thousand deep")
  func deep() async {
    let result = await TraceAssembly.assemble(DecodedSpans(SeededTraces.chain(100_000)))
    #expect(result.table.spanCount == 100_000)
    #expect(result.table.columns.parents == (0..<100_000).map { Int32($0 - 1) })
  }

  @Test("a hundred thousand wide")
  func wide() async {
    let table = await TraceAssembly.assemble(DecodedSpans(SeededTraces.fanOut(100_000).reversed())).table
    #expect(table.children(of: SpanIndex(row: 0)).count == 100_000)
  }
}
