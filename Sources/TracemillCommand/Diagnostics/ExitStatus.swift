/// How the program ends.
enum ExitStatus: Equatable, Sendable {
  case done
  /// A condition the user set was not met: `--fail-on`, `slo`, `diff --assert`, `doctor --expect`.
  case gateTripped
  /// Usage, configuration, or something that kept the work from being done.
  case couldNotRun
  /// Done, but more of the input was rejected than `--max-rejected` allows, or an input side gave no span at all.
  case rejectedTooMuch
  case signal(Int32)

  var code: Int32 {
    switch self {
    case .done: 0
    case .gateTripped: 1
    case .couldNotRun: 2
    case .rejectedTooMuch: 3
    case .signal(let number): 128 &+ number
    }
  }

  /// Of two outcomes of one run the one to exit with: a signal, then 2, then 1, then 3, then 0.
  func combined(with other: ExitStatus) -> ExitStatus { rank >= other.rank ? self : other }

  private var rank: Int {
    switch self {
    case .done: 0
    case .rejectedTooMuch: 1
    case .gateTripped: 2
    case .couldNotRun: 3
    case .signal: 4
    }
  }
}
