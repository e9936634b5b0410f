public import TraceModel

/// Random traces from a seed: the input of laws and of comparisons with slow twins.
public enum SeededTraces {
  /// What a random trace is made to look like.
  public enum Shape: CaseIterable, Sendable {
    /// Children lie inside their parents.
    case wellFormed
    /// Anything goes: overlaps, overruns, early starts, equal ends, no length, FOLLOWS_FROM, other hosts, orphans.
    case wild
    /// Siblings in a row that touch or overlap by about a hundredth of their parent.
    case almostSerial
    /// A remote call at every level, the callee's clock off.
    case skewedCalls
  }

  /// The spans of one trace, in random order. Times are in ns, some whole microseconds, some not.
  public static func trace(
    seed: UInt64, shape: Shape, spans: Int = 24, traceID: TraceID = TraceID(high: 0, low: 1)
  ) -> [DrawnSpan] {
    var generator = SeededGenerator(seed: seed)
    // Coarse times make ties.
    let grain: Int64 = generator.pick([1, 1000, 7000])
    var drawn: [DrawnSpan] = []
    var root = DrawnSpan()
    root.kind = .server
    root.start = Drawing.epoch
    root.end = Drawing.epoch + grain * generator.number(in: 50...1500)
    drawn.append(root)
    let deep = generator.chance(percent: 30)
    while drawn.count < spans {
      let parent = deep && generator.chance(percent: 80) ? drawn.count - 1 : Int(generator.next() % UInt64(drawn.count))
      drawn.append(child(of: drawn[parent], row: parent, grain: grain, shape: shape, &generator))
      if shape == .almostSerial { addSuccessors(of: drawn.count - 1, to: &drawn, grain: grain, &generator) }
    }
    // Ids in random order, so that ties by id are no ties by row.
    let ids = generator.shuffled(Array(1...UInt64(drawn.count)))
    for place in drawn.indices {
      drawn[place].traceID = traceID
      let parent = drawn[place].parentID
      drawn[place].spanID = SpanID(ids[place])
      drawn[place].parentID = place == 0 ? .none : SpanID(ids[Int(parent.value)])
      drawn[place].service = generator.pick(["shop", "cart", "bank"])
      drawn[place].operation = "work \(generator.number(in: 0...5))"
      if shape == .wild, place > 0, generator.chance(percent: 3) { drawn[place].parentID = SpanID(0xdead_0000) }
    }
    return generator.shuffled(drawn)
  }

  /// A child whose `parentID` is, for now, the place of its parent.
  private static func child(
    of parent: DrawnSpan, row: Int, grain: Int64, shape: Shape, _ generator: inout SeededGenerator
  ) -> DrawnSpan {
    var span = DrawnSpan()
    span.parentID = SpanID(UInt64(row))
    let length = (parent.end - parent.start) / grain
    span.kind = generator.pick([.internal, .client, .server, .producer, .consumer])
    span.host = generator.pick(["", "a", "b"])
    let first = generator.number(in: 0...length)
    span.start = parent.start + grain * first
    span.end = span.start + grain * generator.number(in: 0...length - first)
    switch shape {
    case .wellFormed, .almostSerial: break
    case .wild:
      span.start += grain * generator.number(in: -length / 3 - 1...length / 3 + 1)
      span.end = max(span.start, span.end + grain * generator.number(in: -length / 3 - 1...length / 3 + 1))
      if generator.chance(percent: 10) { span.end = span.start }
      if generator.chance(percent: 10) { span.end = max(span.start, parent.end) }
      if generator.chance(percent: 5) { span.start = parent.end; span.end = max(span.end, span.start) }
      span.followsFrom = generator.chance(percent: 6)
    case .skewedCalls:
      span.kind = parent.kind == .client ? .server : .client
      let shift = grain * generator.number(in: -length / 10 - 2...length / 10 + 2)
      span.start = parent.start + shift
      span.end = max(span.start, parent.end + shift - grain * generator.number(in: -length / 90...length / 10))
    }
    return span
  }

  /// Siblings that begin where the one before ends, give or take a hundredth of the parent.
  private static func addSuccessors(
    of place: Int, to drawn: inout [DrawnSpan], grain: Int64, _ generator: inout SeededGenerator
  ) {
    for _ in 0..<generator.number(in: 0...4) {
      guard let last = drawn.last else { return }
      let parent = drawn[Int(drawn[place].parentID.value)]
      let slack = (parent.end - parent.start) / (grain * 80) + 1
      var next = last
      next.kind = generator.pick([.internal, .client, .consumer])
      next.start = last.end - grain * generator.number(in: -slack / 4...slack)
      next.end = next.start + grain * generator.number(in: 0...max(1, (parent.end - next.start) / grain / 2))
      if generator.chance(percent: 10) { next.end = last.end }
      if next.end < next.start { next.end = next.start }
      drawn.append(next)
    }
  }

  /// A chain of `count` spans, each the only child of the one before and a little shorter.
  public static func chain(_ count: Int) -> [DrawnSpan] {
    (0..<count).map { place in
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = SpanID(UInt64(place))
      span.service = "deep"
      span.operation = "step"
      span.start = Drawing.epoch + Int64(place)
      span.end = Drawing.epoch + Int64(2 * count + 1000 - place)
      return span
    }
  }

  /// A root with `count` children, one after the other.
  public static func fanOut(_ count: Int) -> [DrawnSpan] {
    (0...count).map { place in
      var span = DrawnSpan()
      span.spanID = SpanID(UInt64(place + 1))
      span.parentID = place == 0 ? .none : SpanID(1)
      span.service = "wide"
      span.operation = place == 0 ? "root" : "call"
      span.start = Drawing.epoch + (place == 0 ? 0 : Int64(place) * 1000)
      span.end = place == 0 ? Drawing.epoch + Int64(count + 2) * 1000 : span.start + 900
      return span
    }
  }
}
