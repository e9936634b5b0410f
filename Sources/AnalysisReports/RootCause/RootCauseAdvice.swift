import ReportModel
import TraceAnalysis

extension RootCauseResult.Candidate {
  /// What to do about it, by its strongest evidence; a new version is spoken of only where one is in evidence. Without a full stop.
  var advice: Text {
    if let version { return version }
    switch evidence.first?.signal {
    case "acknowledgement_order":
      return
        "Make \(code: service) acknowledge \(topic)in the order of delivery (wait until a delivery is marked before the next one is acknowledged), or judge deliveries by message id rather than by order"
    case "lost_acknowledgements": return "Find out why \(code: service) leaves deliveries \(topic)unacknowledged"
    case "lost_messages": return "Find out where messages \(topic)are lost on their way to \(code: service)"
    case "repeated_deliveries": return "Find out why \(code: service) gets messages \(topic)more than once"
    case "queue_wait":
      return "Find out why \(place) does not keep up with its queue (how many consumers, how long each message takes)"
    case "network_gap":
      return
        "Look at the way between client and server \(code: link) (network, connection pools, accept queue)"
    case "client_time":
      guard let callee = evidence.first?.callee else { break }
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
    if let deployment = evidence.first(where: { $0.signal == "deployment" }) {
      return "Compare the new version of \(place) with the one before, or roll it back (\(deployment.detail))"
    }
    guard let contrast = evidence.first(where: { $0.signal == "place" })?.resource,
      contrast.hasPrefix(BadPlace.Part.version.rawValue)
    else { return nil }
    return "Compare \(code: contrast) of \(code: service) with its other versions, or take it out of service"
  }

  /// The topic of the strongest evidence, with a blank behind it; empty where there is none.
  private var topic: Text { evidence.first?.resource.map { "\(code: $0) " } ?? "" }

  /// The two ends of the slow link of the strongest evidence.
  private var link: String {
    let resource = evidence.first?.resource ?? ""
    return resource.hasPrefix(NetworkGap.prefix) ? String(resource.dropFirst(NetworkGap.prefix.count)) : resource
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
