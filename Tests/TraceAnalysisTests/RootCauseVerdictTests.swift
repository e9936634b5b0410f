import Testing

@testable import TraceAnalysis

@Suite("The verdict on root causes")
struct RootCauseVerdictTests {
  /// Scores of the first and the second suspect, and the first one's in the worse half of the window.
  private static let cases: [(sentence: String, first: Double, second: Double, steady: Double, verdict: String)] = [
    ("one suspect that stands out all the time", 0.7, 0.5, 0.6, "likely"),
    ("a second suspect nearly as strong", 0.7, 0.66, 0.6, "unclear"),
    ("scores near 1 that look alike, and are not: the evidence is five times as strong", 0.98, 0.907, 0.9, "likely"),
    ("not in one half of the window", 0.7, 0.5, 0.3, "unclear"),
    ("too weak, though steady", 0.45, 0.3, 0.45, "unclear"),
    ("weak, but all alone", 0.55, 0.1, 0.3, "likely"),
    ("weaker still", 0.45, 0, 0.45, "unclear"),
    ("hardly anything", 0.2, 0.1, 0.2, "no_incident"),
  ]

  @Test("depends on how far the first suspect leads", arguments: cases)
  func verdict(_ sentence: String, _ first: Double, _ second: Double, _ steady: Double, _ verdict: String) {
    let candidates = [(first, steady), (second, second)].enumerated().map { place, scores in
      RootCauseResult.Candidate(
        rank: place + 1, service: "s\(place)", operation: "o", resource: nil, kind: .latency, score: scores.0,
        steadyScore: scores.1, discount: 0, evidence: [], against: [])
    }
    #expect(RootCause.verdict(candidates, falseAlarmRate: 0.01, RootCauseOptions()).rawValue == verdict, "\(sentence)")
  }

  @Test("a score that quiet stretches reach now and then is not likely, however it stands out")
  func falseAlarms() {
    let candidate = RootCauseResult.Candidate(
      rank: 1, service: "s", operation: "o", resource: nil, kind: .latency, score: 0.9, steadyScore: 0.9, discount: 0,
      evidence: [], against: [])
    #expect(RootCause.verdict([candidate], falseAlarmRate: 0.05, RootCauseOptions()) == .likely)
    #expect(RootCause.verdict([candidate], falseAlarmRate: 0.06, RootCauseOptions()) == .unclear)
  }

  @Test("without suspects there is no incident")
  func nobody() { #expect(RootCause.verdict([], falseAlarmRate: 1, RootCauseOptions()) == .noIncident) }
}
