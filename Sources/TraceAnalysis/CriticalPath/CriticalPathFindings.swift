import TraceModel

/// Counts all diagnostics and keeps a few of each kind, chosen by a fixed hash: the same whatever their order.
struct CriticalPathFindings: Mergeable {
  struct Kept: Sendable, Comparable {
    var traceID: TraceID
    var spanID: SpanID
    var nanoseconds: Int64

    static func < (left: Self, right: Self) -> Bool {
      (left.traceID, left.spanID, left.nanoseconds) < (right.traceID, right.spanID, right.nanoseconds)
    }
  }

  /// How many of each kind are kept.
  static let maxCount = 100

  /// By kind.
  private(set) var counts = [Int](repeating: 0, count: CriticalPathDiagnostic.Kind.allCases.count)
  /// By kind.
  private var kept = [BottomSample<Kept>](
    repeating: BottomSample(maxCount: Self.maxCount), count: CriticalPathDiagnostic.Kind.allCases.count)

  init() {}

  var size: Int { kept.reduce(8 * counts.count) { $0 + $1.size } }

  @inline(__always)
  mutating func add(_ diagnostic: CriticalPathDiagnostic, traceID: TraceID, spanID: SpanID) {
    let kind = Int(diagnostic.kind.rawValue)
    counts[kind] &+= 1
    kept[kind].offer(
      Kept(traceID: traceID, spanID: spanID, nanoseconds: diagnostic.nanoseconds),
      hash: TraceID.mix(traceID.low ^ TraceID.mix(spanID.value)))
  }

  mutating func merge(_ other: Self) {
    for kind in counts.indices {
      counts[kind] += other.counts[kind]
      kept[kind].merge(other.kept[kind])
    }
  }

  /// How often each kind occurred, and those kept: by kind, trace id, span id. Kinds that never occurred are left out.
  func finished() -> (counts: [(kind: CriticalPathDiagnostic.Kind, count: Int)], kept: [CriticalPathFinding]) {
    var counted: [(kind: CriticalPathDiagnostic.Kind, count: Int)] = []
    var found: [CriticalPathFinding] = []
    for kind in CriticalPathDiagnostic.Kind.allCases where counts[Int(kind.rawValue)] > 0 {
      counted.append((kind, counts[Int(kind.rawValue)]))
      found += kept[Int(kind.rawValue)].values.sorted().map {
        CriticalPathFinding(kind: kind, traceID: $0.traceID, spanID: $0.spanID, nanoseconds: $0.nanoseconds)
      }
    }
    return (counted, found)
  }
}
