import TraceModel

/// The time of operations on ends of paths that several completions of one journey have in common, each summed up once.
struct CompletionPathParts: Sendable {
  /// The time (ns) of one operation on an end.
  private struct Part: Sendable {
    var operation: Int32
    var ambiguous: Int32
    var nanoseconds: Int64
  }

  /// Over all journeys.
  private var operations = Counted<PathOperationKey, Unit>()
  /// By operation number; all 0 between ends.
  private var exclusive: [Int64] = []
  private var ambiguous: [Int32] = []
  /// Operation numbers of the end being added up.
  private var touched: [Int32] = []
  private var ends: [[Part]] = []

  /// Forgets the ends of the journey before.
  mutating func begin() { ends.removeAll(keepingCapacity: true) }

  mutating func add(_ segment: CompletionPathSegment, in table: SpanTable) {
    add(
      operations.number(of: PathOperationKey(segment.span.row, segment.kind, in: table)),
      nanoseconds: segment.duration, ambiguous: segment.isAmbiguous ? 1 : 0)
  }

  /// Adds all of an end of this journey.
  mutating func add(end: Int) {
    for part in ends[end] { add(Int(part.operation), nanoseconds: part.nanoseconds, ambiguous: part.ambiguous) }
  }

  private mutating func add(_ operation: Int, nanoseconds: Int64, ambiguous more: Int32) {
    if operation == exclusive.count {
      exclusive.append(0)
      ambiguous.append(0)
    }
    if exclusive[operation] == 0 { touched.append(Int32(operation)) }
    exclusive[operation] &+= nanoseconds
    ambiguous[operation] &+= more
  }

  /// Makes what was added the next end.
  mutating func endEnd() {
    ends.append(
      touched.map {
        Part(operation: $0, ambiguous: ambiguous[Int($0)], nanoseconds: exclusive[Int($0)])
      })
    for operation in touched {
      exclusive[Int(operation)] = 0
      ambiguous[Int(operation)] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with each operation on an end, its time (ns) and how often it is ambiguous.
  func forEachOperation(ofEnd end: Int, _ body: (_ operation: PathOperationKey, Int64, _ ambiguous: Int) -> Void) {
    for part in ends[end] { body(operations.keys[Int(part.operation)], part.nanoseconds, Int(part.ambiguous)) }
  }
}
