/// Where time goes by call path: each frame stands on the one that called it and is as wide as its time.
///
/// With ``sides`` every frame has a second time, that of before, for as many requests as now.
public struct FlameGraph: Hashable, Sendable {
  public struct Frame: Hashable, Sendable {
    /// The place in ``FlameGraph/frames`` of the frame that called it, before its own; nil for an entry point.
    public var caller: Int?
    public var service: String
    public var operation: String
    /// What it was when it was no work ("queue wait"); empty for work.
    public var wait: String
    /// Its own time (ns), without that of the frames it called; not negative.
    public var own: Int64
    /// The same before.
    public var ownBefore: Int64
    /// For an entry point, over how many requests its time is spread; 0 when unknown or for any other frame.
    public var requests: Int
    /// More to say of it on a closer look: percentiles, an exemplar.
    public var note: String

    public init(
      caller: Int?, service: String, operation: String, wait: String = "", own: Int64, ownBefore: Int64 = 0,
      requests: Int = 0, note: String = ""
    ) {
      self.caller = caller
      self.service = service
      self.operation = operation
      self.wait = wait
      self.own = max(0, own)
      self.ownBefore = max(0, ownBefore)
      self.requests = requests
      self.note = note
    }

    /// `inventory SELECT stock`, `mail process orders (queue wait)`.
    public var name: String { "\(service) \(operation)" + (wait.isEmpty ? "" : " (\(wait))") }
  }

  /// What two times of a frame are called.
  public struct Sides: Hashable, Sendable {
    public var before: String
    public var now: String

    public init(before: String = "before", now: String = "now") {
      self.before = before
      self.now = now
    }
  }

  public var title: Text
  /// Sentences above the picture.
  public var lead: [Text]
  /// Callers before what they call.
  public var frames: [Frame]
  /// What is compared; nil without a before.
  public var sides: Sides?

  public init(title: Text, lead: [Text] = [], frames: [Frame], sides: Sides? = nil) {
    for place in frames.indices {
      if let caller = frames[place].caller {
        precondition(caller >= 0 && caller < place, "a frame stands before its caller")
      }
    }
    self.title = title
    self.lead = lead
    self.frames = frames
    self.sides = sides
  }

  /// Whether there is a before.
  public var isDifference: Bool { sides != nil }

  /// By place in ``frames``, the time (ns) of each frame and all above it, now and before. O(*n*).
  public var inclusive: [(now: Int128, before: Int128)] {
    var inclusive = frames.map { (now: Int128($0.own), before: Int128($0.ownBefore)) }
    for place in frames.indices.reversed() {
      if let caller = frames[place].caller {
        inclusive[caller].now += inclusive[place].now
        inclusive[caller].before += inclusive[place].before
      }
    }
    return inclusive
  }

  /// The graph without what lies deeper than `depth` frames: the time of that becomes its caller's own. O(*n*).
  public func cut(at depth: Int) -> FlameGraph {
    var cut = FlameGraph(title: title, lead: lead, frames: [], sides: sides)
    var depths: [Int] = []
    var places: [Int] = []
    for var frame in frames {
      let level = frame.caller.map { depths[$0] + 1 } ?? 1
      depths.append(level)
      let caller = frame.caller.map { places[$0] }
      if let caller, level > depth {
        places.append(caller)
        cut.frames[caller].own = saturatingSum(cut.frames[caller].own, frame.own)
        cut.frames[caller].ownBefore = saturatingSum(cut.frames[caller].ownBefore, frame.ownBefore)
      } else {
        frame.caller = caller
        places.append(cut.frames.count)
        cut.frames.append(frame)
      }
    }
    return cut
  }

}

/// Two times (ns), neither negative, added up; as large as can be when that does not fit.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? .max : sum
}
