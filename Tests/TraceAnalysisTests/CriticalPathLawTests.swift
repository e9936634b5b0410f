import Testing
import TraceAnalysis
import TraceModel
import TracemillTesting

@Suite("Critical paths of random traces")
struct CriticalPathLawTests {
  static let roots: @Sendable (SpanTable) -> [SpanIndex] = { table in
    (0..<table.spanCount).filter { table.columns.parents[$0] < 0 }.map { SpanIndex(row: $0) }
  }

  @Test("the walk agrees with the rules written out", arguments: SeededTraces.Shape.allCases)
  func twin(_ shape: SeededTraces.Shape) {
    var entered: Set<CriticalPathDiagnostic.Kind> = []
    var ambiguous = 0
    for seed in 0..<600 {
      let table = SpanTable.assembled(SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 4 + seed % 40))
      var options = CriticalPathOptions()
      if seed % 5 == 1 { options.excluded = [("cart", "work 1"), ("shop", "work 9")] }
      if seed % 7 == 2 { options.overrun = .detach }
      var walk = CriticalPathWalk(options: options, symbols: table.symbols)
      for root in Self.roots(table) {
        walk.walk(table, from: root)
        let twin = CriticalPathTwin.path(of: table, from: root, options: options)
        #expect(walk.segments == twin.segments, "seed \(seed)")
        #expect(walk.diagnostics.count == twin.diagnostics.count, "seed \(seed)")
        #expect(Set(walk.diagnostics) == twin.diagnostics, "seed \(seed)")
        entered.formUnion(twin.diagnostics.map(\.kind))
        ambiguous += twin.segments.count(where: \.isAmbiguous)
      }
    }
    // The comparison is worth something only where the shapes reach the rules.
    switch shape {
    case .wellFormed: #expect(entered.isSubset(of: [.overlapMoved, .overlapClipped, .overlapDropped]))
    case .wild: #expect(entered.isSuperset(of: [.moved, .disjoint, .clipped, .detached]))
    case .almostSerial: #expect(entered.isSuperset(of: [.overlapMoved]) && ambiguous > 100)
    case .skewedCalls: #expect(entered.isSuperset(of: [.moved, .clipped]))
    }
  }

  @Test("segments tile the root exactly, and exclusive times add up to it", arguments: SeededTraces.Shape.allCases)
  func tiling(_ shape: SeededTraces.Shape) {
    for seed in 5000..<5300 {
      let table = SpanTable.assembled(SeededTraces.trace(seed: UInt64(seed), shape: shape, spans: 3 + seed % 60))
      var walk = CriticalPathWalk(options: .init(), symbols: table.symbols)
      for root in Self.roots(table) {
        walk.walk(table, from: root)
        let path = walk.segments
        #expect(path.reduce(0) { $0 + $1.duration } == table.duration(of: root))
        #expect(path.allSatisfy { $0.duration > 0 })
        #expect(zip(path, path.dropFirst()).allSatisfy { $0.start == $1.end })
        #expect(path.isEmpty || path.first?.end == table.columns.ends[root.row])
        #expect(path.isEmpty || path.last?.start == table.columns.starts[root.row])
      }
    }
  }
}
