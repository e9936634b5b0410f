public import TraceModel

/// How much the spans of one operation could be late without their response being late, and how much sooner it would be without them.
///
/// See ``SlackAndDrag``; the spans are those that their callers wait for, the root of the response left out.
public struct CriticalPathSlack: Hashable, Sendable {
  /// Spans whose slack is 0: the response would be late if they were.
  public private(set) var deciding = 0
  /// By how much (ns) responses would be shorter without each of them, added up.
  public private(set) var drag: Int64 = 0
  /// The greatest of those (ns).
  public private(set) var mostDrag: Int64 = 0
  /// Spans that something parallel outlasts.
  public private(set) var spare = 0
  /// Their slack (ns), added up.
  public private(set) var slack: Int64 = 0
  /// The least of those (ns); 0 without such spans.
  public var leastSlack: Int64 { spare == 0 ? 0 : least }
  private var least = Int64.max

  public init() {}

  /// A mean, ns, rounded down.
  public var meanDrag: Int64 { deciding == 0 ? 0 : drag / Int64(deciding) }
  /// A mean, ns, rounded down.
  public var meanSlack: Int64 { spare == 0 ? 0 : slack / Int64(spare) }

  @inline(__always)
  mutating func add(slack: Int64, drag: Int64) {
    if slack <= 0 {
      deciding &+= 1
      self.drag = Replay.sum(self.drag, drag)
      mostDrag = max(mostDrag, drag)
    } else {
      spare &+= 1
      self.slack = Replay.sum(self.slack, slack)
      least = min(least, slack)
    }
  }

  mutating func merge(_ other: Self) {
    deciding += other.deciding
    drag = Replay.sum(drag, other.drag)
    mostDrag = max(mostDrag, other.mostDrag)
    spare += other.spare
    slack = Replay.sum(slack, other.slack)
    least = min(least, other.least)
  }
}

/// The slack of one operation within the responses of an entry point.
public struct CriticalPathSlackRow: Sendable {
  public var service: String
  public var operation: String
  public var spanKind: SpanKind
  public var slack: CriticalPathSlack
}
