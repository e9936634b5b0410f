import ReportModel
public import TraceAnalysis
import TraceModel

extension RootCauseResult.Evidence {
  /// What was seen, with its figures, as a clause without a full stop.
  public var detail: String {
    switch observation {
    case .ownTime(let times, let againstOthers):
      "own time grew\(againstOthers ? ", against the service's other operations" : ""): \(times.words)"
    case .clientTime(let times, let callee):
      "\(callee.map { "calls to \($0.words)" } ?? "calls out of the traced services") got slower: \(times.words)"
    case .serviceTime(let times, let operations):
      "own time of \(operations) \(plural(operations, "operation")) with few calls grew: \(times.words)"
    case .networkGap(let times, let caller, let callee, let side):
      "time between client and server \(caller) → \(callee) grew, \(side.words): \(times.words)"
    case .silentTime(let times, let client):
      "calls \(client.service) \(client.operation) without a span of \(service) got slower: \(times.words)"
    case .queueWait(let times): "time in the queue grew: \(times.words)"
    case .acknowledgementOrder(let seen, let topic, let failed):
      "\(seen.now.of("acknowledgement")) of \(topic) \(seen.now.were) overtaken by those of later deliveries, before \(seen.before.words)"
        + (failed.map {
          "; \($0) \(plural($0, "message is marked failed although it was", "messages are marked failed although they were")) processed well"
        } ?? "")
    case .lostAcknowledgements(let seen, let topic):
      "\(seen.now.of("delivery", "deliveries")) of \(topic) \(seen.now.were) never acknowledged, before \(seen.before.words)"
    case .lostMessages(let seen, let topic):
      "\(seen.now.of("message")) of \(topic) never reached it, before \(seen.before.words)"
    case .repeatedDeliveries(let seen, let topic):
      "\(seen.now.of("message")) of \(topic) came again, before \(seen.before.words)"
    case .newChildSet(let seen, let missing, let added):
      "\(seen.now.of("call")) \(plural(seen.now.hits, "has", "have")) children never seen before: \(childSetWords(missing: missing, added: added))"
    case .stopsEarly(let seen):
      "\(seen.now.of("call")) \(plural(seen.now.hits, "ends", "end")) without calling anybody, before \(seen.before.words)"
    case .unansweredCalls(let seen, let client):
      "\(seen.now.of("call")) \(client.service) \(client.operation) \(plural(seen.now.hits, "has", "have")) no span of \(service)"
    case .repeatedCalls(let seen, let client):
      "\(client) is called more often a request: \(seen.now.hits) \(plural(seen.now.hits, "time")) in \(seen.now.calls) \(plural(seen.now.calls, "request")), before \(seen.before.hits) in \(seen.before.calls)"
    case .logRisen(let seen, let line), .logDropped(let seen, let line):
      "\(line.quoted) is logged in \(seen.now.of("call")), before in \(seen.before.words)"
    case .errorsOriginated(let seen, let origin): origin.words(seen)
    case .callsRefused(let seen):
      "\(seen.now.of("call")) to it failed without an answer, before \(seen.before.words)"
    case .callsGivenUp(let seen, let callee):
      "\(seen.now.of("call")) to \(callee) \(seen.now.were) given up after a time that many took before"
    case .metric(let shift):
      "\(shift.name) of \(shift.pod) is \(Int(min(shift.deviations, 1e6))) robust standard deviations above its median; n \(shift.valuesBefore) → \(shift.valuesNow)"
    case .place(let place, .slower(let times)):
      "own time with \(place.words) against the service's others: \(times.words)"
    case .place(let place, .failing(let seen)):
      "\(seen.now.of("call")) failed with \(place.words), \(seen.before.words) with the service's others"
    case .rollout(let rollout): rollout.words
    }
  }
}

extension RootCauseResult.Evidence {
  /// The clause behind the service's name.
  var ofService: String { "\(service): \(detail)" }
}

/// `without a, b, with c`.
private func childSetWords(missing: [OperationName], added: [OperationName]) -> String {
  func names(_ names: [OperationName]) -> String {
    names.prefix(3).map { "\($0.service) \($0.operation)" }.joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
  var parts: [String] = []
  if !missing.isEmpty { parts.append("without \(names(missing))") }
  if !added.isEmpty { parts.append("with \(names(added))") }
  return parts.joined(separator: ", ")
}

extension RootCauseResult.LatencyShift {
  /// `p50 1.2 ms → 3.4 ms, p75 …, p90 …; n 120 → 80`.
  fileprivate var words: String {
    let parts = [("p50", before.p50, now.p50), ("p75", before.p75, now.p75), ("p90", before.p90, now.p90)].map {
      "\($0) \(Quantity.duration(nanoseconds: $1)) → \(Quantity.duration(nanoseconds: $2))"
    }
    return parts.joined(separator: ", ") + "; n \(before.count) → \(now.count)"
  }
}

extension RootCauseResult.GapSide {
  fileprivate var words: String {
    switch self {
    case .request: "most of it before the server began"
    case .response: "most of it after the server had ended"
    case .both: "on the way there and back"
    }
  }
}

extension RootCauseResult.Hits {
  /// `12 of 80`.
  fileprivate var words: String { "\(hits) of \(calls)" }

  /// `12 of 80 calls`.
  fileprivate func of(_ one: String, _ many: String? = nil) -> String { "\(words) \(plural(calls, one, many))" }

  /// The verb that goes with the hits.
  fileprivate var were: String { plural(hits, "was", "were") }
}

extension RootCauseResult.ErrorOrigin {
  /// How many calls failed here, what says so, and how many did before.
  fileprivate func words(_ seen: RootCauseResult.Occurrences) -> String {
    let calls = plural(seen.now.calls, "call")
    let told: String
    if onlyLogged == 0 {
      told = "\(calls) failed here with no failing callee"
    } else if onlyLogged >= seen.now.hits {
      told = "\(calls) logged an error here with no failing callee (told by log lines of severity ERROR alone)"
    } else {
      told =
        "\(calls) failed here with no failing callee (\(onlyLogged) of them told by a log line of severity ERROR alone)"
    }
    var words =
      "\(seen.now.words) \(told), before \(seen.before.words); \(passedOn) only passed an error on"
    if let client {
      words += "; \(client.hits) of them with a failed call \(client.name)"
      if let callee = client.callee { words += " to \(callee.words)" }
    }
    return words
  }
}

extension RootCauseResult.LogTemplate {
  /// The template with what one of its lines says.
  fileprivate var quoted: String { "“\(template)”" + (example.map { " (such as “\($0)”)" } ?? "") }
}

extension RootCauseResult.Rollout {
  fileprivate var words: String {
    switch self {
    case .newVersion(let version): "version \(version) was not in the baseline"
    case .deployment(let version, let note, let time):
      "deployment \(version) \(Quantity.time(nanoseconds: time.nanoseconds))" + (note.isEmpty ? "" : " (\(note))")
    }
  }
}

extension RootCauseResult.Place {
  /// `service.version = 1.4`.
  var words: String { "\(part.rawValue) = \(value)" }
}

extension RootCauseResult.Callee {
  /// As people say it: `database postgres`.
  fileprivate var words: String { category == .external ? name : "\(category.name) \(name)" }
}

extension RootCauseResult.Resource {
  /// As reports and JSON spell it.
  var words: String {
    switch self {
    case .named(let name): name
    case .network(let caller, let callee): "network \(caller) → \(callee)"
    case .place(let place): place.words
    }
  }
}
