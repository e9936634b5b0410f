/// Step 9: one score a service, from the strongest evidence of each kind.
///
/// Time counts by its part in the largest added time of any place, and nothing explains it away: own times and gaps exclude each other. Errors
/// and changed behaviour of a callee take from those of its callers, not from their time.
struct EvidenceFusion {
  struct Score: Sendable {
    var score: Double
    var discount: Double
    /// The callee that explains it best; nil when none stands out.
    var explainedBy: String?
  }

  /// Part of a caller's errors and behaviour that a callee beyond doubt takes away.
  static let mostDiscount = 0.75
  /// What metrics weigh against the other kinds: they confirm and name, they do not decide.
  static let metricWeight = 0.1
  /// What a deployment adds to a service that has evidence of its own.
  static let changeWeight = 0.1

  let scores: [String: Score]

  /// - Parameters:
  ///   - evidence: Of all services.
  ///   - callees: Direct ones by caller.
  ///   - changed: Services with a version or deployment near the onset.
  init(_ evidence: [RootCauseResult.Evidence], callees: [String: Set<String>], changed: Set<String>) {
    var best: [String: [RootCauseResult.Dimension: Double]] = [:]
    for item in evidence {
      best[item.service, default: [:]][item.dimension] = max(best[item.service]?[item.dimension] ?? 0, item.score)
    }
    var scores: [String: Score] = [:]
    for (service, dimensions) in best {
      var strongest = 0.0
      var explainedBy: String?
      for callee in EvidenceFusion.reachable(from: service, callees) {
        let strength = RootCauseNoise.saturated(max(best[callee]?[.errors] ?? 0, best[callee]?[.behaviour] ?? 0))
        if strength > strongest {
          strongest = strength
          explainedBy = callee
        }
      }
      let left = 1 - EvidenceFusion.mostDiscount * strongest
      var doubt = 1.0
      var doubtAlone = 1.0
      for dimension in RootCauseResult.Dimension.allCases {
        let worth = dimension.weight * RootCauseNoise.saturated(dimensions[dimension] ?? 0)
        doubtAlone *= 1 - worth
        doubt *= 1 - worth * (dimension.isPassedOn ? left : 1)
      }
      let lost = doubtAlone < 1 ? (doubt - doubtAlone) / (1 - doubtAlone) : 0
      if changed.contains(service), doubt < 1 { doubt *= 1 - EvidenceFusion.changeWeight }
      scores[service] = Score(score: 1 - doubt, discount: lost, explainedBy: lost > 0 ? explainedBy : nil)
    }
    self.scores = scores
  }

  /// Scores of time, times the root of the place's part in the largest added time of any.
  static func weighed(_ evidence: [RootCauseResult.Evidence]) -> [RootCauseResult.Evidence] {
    let largest = evidence.filter { $0.dimension == .time }.map(\.timeWeight).max() ?? 0
    if largest <= 0 { return evidence }
    return evidence.map { item in
      guard item.dimension == .time else { return item }
      var weighed = item
      weighed.part = item.timeWeight / largest
      weighed.score *= weighed.part.squareRoot()
      return weighed
    }
  }

  /// Everyone called by `service`, directly or not, itself left out; by name.
  private static func reachable(from service: String, _ callees: [String: Set<String>]) -> [String] {
    var seen: Set<String> = [service]
    var open = [service]
    while let next = open.popLast() {
      for callee in callees[next] ?? [] where seen.insert(callee).inserted { open.append(callee) }
    }
    seen.remove(service)
    return seen.sorted()
  }
}

extension RootCauseResult.Dimension {
  /// How much of a score evidence of this kind can make.
  var weight: Double { self == .metrics ? EvidenceFusion.metricWeight : 1 }

  /// Whether a callee's trouble shows as such evidence of its callers.
  var isPassedOn: Bool { self == .errors || self == .behaviour }
}

extension RootCauseResult.Evidence {
  /// What it can add to a score by itself.
  var worth: Double { dimension.weight * RootCauseNoise.saturated(score) }

  fileprivate var timeWeight: Double { Slowdown.weight(excess: excess, certainty: certainty) }
}
