/// Step 9: one score a service, from the strongest evidence of each kind, less what its callees explain.
struct EvidenceFusion {
  struct Score: Sendable {
    var score: Double
    var discount: Double
    /// The callee that explains it best; nil when none stands out.
    var explainedBy: String?
  }

  /// Part of a caller's score that a callee beyond doubt takes away.
  static let mostDiscount = 0.75
  /// What metrics weigh against the other kinds: they confirm and name, they do not decide.
  static let metricWeight = 0.1
  /// What a deployment adds to a service that has evidence of its own.
  static let changeWeight = 0.1

  let scores: [String: Score]

  /// - Parameters:
  ///   - evidence: Of all services.
  ///   - gaps: Blame for the network, which counts against a caller only where the callee has more of it.
  ///   - callees: Direct ones by caller.
  ///   - changed: Services with a version or deployment near the onset.
  init(
    _ evidence: [RootCauseResult.Evidence], gaps: NetworkGap, callees: [String: Set<String>], changed: Set<String>
  ) {
    var best: [String: [RootCauseResult.Dimension: Double]] = [:]
    var ownStrength: [String: Double] = [:]
    for item in evidence {
      best[item.service, default: [:]][item.dimension] = max(best[item.service]?[item.dimension] ?? 0, item.score)
      if item.dimension != .metrics, item.signal != "network_gap" {
        ownStrength[item.service] = max(ownStrength[item.service] ?? 0, RootCauseNoise.saturated(item.score))
      }
    }
    var scores: [String: Score] = [:]
    for (service, dimensions) in best {
      var doubt = 1.0
      for dimension in RootCauseResult.Dimension.allCases {
        doubt *= 1 - dimension.weight * RootCauseNoise.saturated(dimensions[dimension] ?? 0)
      }
      if changed.contains(service), doubt < 1 { doubt *= 1 - EvidenceFusion.changeWeight }
      var strongest = 0.0
      var explainedBy: String?
      for callee in EvidenceFusion.reachable(from: service, callees) {
        var strength = ownStrength[callee] ?? 0
        let blame = gaps.blame[callee]?.score ?? 0
        if blame > gaps.blame[service]?.score ?? 0 { strength = max(strength, RootCauseNoise.saturated(blame)) }
        if strength > strongest {
          strongest = strength
          explainedBy = callee
        }
      }
      scores[service] = Score(
        score: (1 - doubt) * (1 - EvidenceFusion.mostDiscount * strongest), discount: strongest,
        explainedBy: explainedBy)
    }
    self.scores = scores
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
}

extension RootCauseResult.Evidence {
  /// What it can add to a score by itself.
  var worth: Double { dimension.weight * RootCauseNoise.saturated(score) }
}
