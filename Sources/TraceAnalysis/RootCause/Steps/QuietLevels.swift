import Glibc

/// How far the same procedure goes where nothing is wrong: stretches of the baseline against the rest of it.
///
/// What such stretches show as strongly as the incident does is no evidence; how strong their first candidates are tells how often a score is reached by
/// chance.
struct QuietLevels {
  /// Of the strongest evidence of each signal in a stretch, the mean square over the stretches.
  private var squares: [String: Double] = [:]
  /// The leading candidates of each stretch; none without two blocks.
  private(set) var leads: [RootCauseResult.Lead] = []

  /// One prior observation of a first candidate's strength: a score of ¼.
  static let priorStrength = 1.0 / 3

  /// No stretch is known.
  init() {}

  /// - Parameters:
  ///   - baseline: Its blocks are left out a quarter at a time, or half where the incident has as many traces as that.
  ///   - incident: Only how many traces it has counts.
  ///   - evidence: What the steps find in a comparison.
  ///   - lead: The leading candidates' scores for evidence.
  init(
    baseline: RootCauseWindow, incident: RootCauseWindow,
    evidence: (_ baseline: RootCauseWindow, _ stretch: RootCauseWindow) -> [RootCauseResult.Evidence],
    lead: (_ evidence: [RootCauseResult.Evidence]) -> RootCauseResult.Lead
  ) {
    let count = baseline.blockCount
    if count < 2 { return }
    let share = Double(incident.traceCount) / Double(max(1, baseline.traceCount))
    let length = min(count / 2, max(min(2, count / 2), Int((Double(count) * share).rounded())))
    var found: [[RootCauseResult.Evidence]] = []
    for start in stride(from: 0, through: count - length, by: length) {
      let stretch = Array(start..<start + length)
      let rest = (0..<count).filter { !stretch.contains($0) }
      found.append(evidence(baseline.keeping(rest), baseline.keeping(stretch)))
    }
    for stretch in found {
      var strongest: [String: Double] = [:]
      for item in stretch { strongest[item.signal] = max(strongest[item.signal] ?? 0, item.score) }
      for (signal, score) in strongest { squares[signal, default: 0] += score * score / Double(found.count) }
    }
    leads = found.map { lead(calibrated($0)) }
  }

  /// Scores and certainties, times s²/(s² + q²), with q what quiet stretches reach by the same signal.
  func calibrated(_ evidence: [RootCauseResult.Evidence]) -> [RootCauseResult.Evidence] {
    evidence.map { item in
      var calibrated = item
      calibrated.measured = item.score
      guard let square = squares[item.signal], square > 0, item.score > 0 else { return calibrated }
      let left = item.score * item.score / (item.score * item.score + square)
      calibrated.quietLevel = square.squareRoot()
      calibrated.score *= left
      calibrated.certainty *= left
      return calibrated
    }
  }

  /// How often a quiet stretch has a first candidate with such a score: the tail of an exponential distribution of strengths, whose mean is that of the
  /// stretches and one prior observation.
  func falseAlarmRate(_ score: Double) -> Double {
    let strengths = leads.map { RootCauseNoise.strength($0.first) }
    let mean = (strengths.reduce(0, +) + QuietLevels.priorStrength) / Double(strengths.count + 1)
    return exp(-RootCauseNoise.strength(score) / mean)
  }
}
