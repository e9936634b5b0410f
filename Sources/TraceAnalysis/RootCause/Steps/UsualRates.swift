/// How calls ended in the baseline by service, and in all: what operations are held against that it never saw.
struct UsualRates {
  private var services: [String: [EntryOutcome]] = [:]
  /// By block.
  private(set) var all: [EntryOutcome]

  init(_ baseline: RootCauseWindow) {
    all = Array(repeating: EntryOutcome(), count: baseline.blockCount)
    for (name, outcomes) in baseline.outcomes {
      for (block, outcome) in outcomes.enumerated() {
        EntryOutcome.combine(&all[block], outcome)
        EntryOutcome.combine(
          &services[name.service, default: Array(repeating: EntryOutcome(), count: baseline.blockCount)][block], outcome
        )
      }
    }
  }

  /// By block; those of all services where the baseline has no call of this one.
  func outcomes(of service: String) -> [EntryOutcome] { services[service] ?? all }
}
