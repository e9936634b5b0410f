import TraceModel

/// The requests of each objective by the minute before the end of the dump in which they ended.
public struct SLOState: PartialState, Equatable {
  /// Requests of one objective.
  struct Tally: Mergeable, Equatable {
    /// By whole minutes from the request's end to the end of the dump.
    var minutes: [Int64: RequestCount] = [:]
    /// Those within the objective's own window.
    var window = RequestCount()
    /// Bad ones within the window.
    var exemplars = SmallestTraces()
    /// Requests whose spans say that only a share of their like was sampled.
    var sampled = 0

    init() {}

    /// Adds a request that ended `age` (ns) before the end of the dump.
    mutating func add(_ count: RequestCount, age: Int64, isSampled: Bool, _ trace: TraceID, window length: Int64) {
      minutes[age / BurnRatePair.minute, default: RequestCount()].add(count)
      if isSampled { sampled += 1 }
      if age < length {
        window.add(count)
        if count.bad > 0 { exemplars.offer(trace) }
      }
    }

    mutating func merge(_ other: Tally) {
      for (minute, count) in other.minutes { minutes[minute, default: RequestCount()].add(count) }
      window.add(other.window)
      exemplars.merge(other.exemplars)
      sampled += other.sampled
    }
  }

  /// In the order of the objectives.
  var requests: [ServiceRequests<Tally>]

  public var size: Int {
    requests.reduce(0) { $0 + 32 * ($1.incoming.minutes.count + $1.topmost.minutes.count) + 256 }
  }

  init(objectives: Int) {
    requests = [ServiceRequests<Tally>](repeating: ServiceRequests(), count: objectives)
  }

  /// Adds what was seen of other journeys of the same dump, with the same objectives.
  public mutating func merge(_ other: SLOState) {
    for index in requests.indices { requests[index].merge(other.requests[index]) }
  }
}
