import ReportModel
import TraceAnalysis

extension RootCauseResult.Candidate {
  /// What to do about it, by its strongest evidence; a new version is spoken of only where one is in evidence. Without a full stop.
  var advice: Text {
    if let version { return version }
    switch evidence.first?.observation {
    case .acknowledgementOrder(_, let topic, _):
      return
        "Make \(code: service) acknowledge \(code: topic) in the order of delivery (wait until a delivery is marked before the next one is acknowledged), or judge deliveries by message id rather than by order"
    case .lostAcknowledgements(_, let topic):
      return "Find out why \(code: service) leaves deliveries \(code: topic) unacknowledged"
    case .lostMessages(_, let topic):
      return "Find out where messages \(code: topic) are lost on their way to \(code: service)"
    case .repeatedDeliveries(_, let topic):
      return "Find out why \(code: service) gets messages \(code: topic) more than once"
    case .queueWait:
      return "Find out why \(place) does not keep up with its queue (how many consumers, how long each message takes)"
    case .networkGap(_, let caller, let callee, _):
      return
        "Look at the way between client and server \(code: "\(caller) → \(callee)") (network, connection pools, accept queue)"
    case .clientTime(_, let callee?):
      return "Look at \(callee.text), which \(place) waits for (its load, locks, limits)"
    default: break
    }
    switch kind {
    case .latency:
      return "Find out why \(place) takes longer itself (profile it; compare a slow request with a usual one)"
    case .resource:
      return "Look at what \(place) waits for outside of the traced services (its load, locks, limits)"
    case .error: return "Read the errors that start in \(place)"
    case .missing: return "Find out why \(place) is not reached any more"
    case .change: return "Find out why \(place) does other things than before (what it calls, what it logs)"
    }
  }

  /// What to do about a new version, or one that fares worse than the others; nil where none is in evidence.
  private var version: Text? {
    for item in evidence {
      if case .rollout = item.observation {
        return "Compare the new version of \(place) with the one before, or roll it back (\(item.detail))"
      }
    }
    for item in evidence {
      if case .place(let contrast, _) = item.observation {
        return contrast.part == .version
          ? "Compare \(code: contrast.words) of \(code: service) with its other versions, or take it out of service"
          : nil
      }
    }
    return nil
  }

  /// The kind as people read it: a change is one of behaviour, unless a version is in evidence.
  var kindWords: String {
    guard kind == .change else { return kind.rawValue }
    return version == nil ? "changed behaviour" : "new version"
  }
}

extension RootCauseResult.Callee {
  var text: Text { category == .external ? .code(name) : "\(category.name) \(code: name)" }
}
