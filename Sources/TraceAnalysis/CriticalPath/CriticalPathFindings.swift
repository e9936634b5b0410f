import TraceModel

/// Counts all diagnostics and keeps a few of each kind, chosen by a fixed hash: the same whatever their order.
struct CriticalPathFindings: Sendable {
  struct Kept: Sendable, Comparable {
    var hash: UInt64
    var traceID: TraceID
    var spanID: SpanID
    var nanoseconds: Int64

    static func < (left: Self, right: Self) -> Bool {
      if left.hash != right.hash { return left.hash < right.hash }
      return (left.traceID, left.spanID, left.nanoseconds) < (right.traceID, right.spanID, right.nanoseconds)
    }
  }

  /// How many of each kind are kept.
  static let most = 100

  /// By kind.
  private(set) var counts = [Int](repeating: 0, count: CriticalPathDiagnostic.Kind.allCases.count)
  private var kept = [[Kept]](repeating: [], count: CriticalPathDiagnostic.Kind.allCases.count)
  /// No larger hash will be kept, by kind.
  private var limits = [UInt64](repeating: .max, count: CriticalPathDiagnostic.Kind.allCases.count)

  @inline(__always)
  mutating func add(_ diagnostic: CriticalPathDiagnostic, traceID: TraceID, spanID: SpanID) {
    let kind = Int(diagnostic.kind.rawValue)
    counts[kind] &+= 1
    let hash = TraceID.mix(traceID.low ^ TraceID.mix(spanID.value))
    if hash <= limits[kind] {
      keep(Kept(hash: hash, traceID: traceID, spanID: spanID, nanoseconds: diagnostic.nanoseconds), kind)
    }
  }

  mutating func merge(_ other: Self) {
    for kind in counts.indices {
      counts[kind] += other.counts[kind]
      for finding in other.kept[kind] where finding.hash <= limits[kind] { keep(finding, kind) }
    }
  }

  /// Those kept of a kind, by trace id, span id, amount.
  func sorted(_ kind: CriticalPathDiagnostic.Kind) -> [Kept] {
    kept[Int(kind.rawValue)].sorted().prefix(Self.most).sorted {
      ($0.traceID, $0.spanID, $0.nanoseconds) < ($1.traceID, $1.spanID, $1.nanoseconds)
    }
  }

  /// How often each kind occurred, and those kept: by kind, trace id, span id. Kinds that never occurred are left out.
  func finished() -> (counts: [(kind: CriticalPathDiagnostic.Kind, count: Int)], kept: [CriticalPathFinding]) {
    var counted: [(kind: CriticalPathDiagnostic.Kind, count: Int)] = []
    var found: [CriticalPathFinding] = []
    for kind in CriticalPathDiagnostic.Kind.allCases where counts[Int(kind.rawValue)] > 0 {
      counted.append((kind, counts[Int(kind.rawValue)]))
      found += sorted(kind).map {
        CriticalPathFinding(kind: kind, traceID: $0.traceID, spanID: $0.spanID, nanoseconds: $0.nanoseconds)
      }
    }
    return (counted, found)
  }

  private mutating func keep(_ finding: Kept, _ kind: Int) {
    kept[kind].append(finding)
    if kept[kind].count >= 2 * Self.most {
      kept[kind].sort()
      kept[kind].removeLast(kept[kind].count - Self.most)
      limits[kind] = kept[kind].last?.hash ?? .max
    }
  }
}
