public import TraceModel

/// ``DoctorFold``, and what else `doctor` may be asked for, in one pass.
public struct DoctorChecksFold: TraceFold {
  public struct Options: Sendable {
    /// Whether services are scored.
    public var scores: Bool
    /// What the dump is held against; nil for nothing.
    public var expectations: [Expectation]?

    public init(scores: Bool = false, expectations: [Expectation]? = nil) {
      self.scores = scores
      self.expectations = expectations
    }

    /// The span attributes the folds read.
    public var requiredAttributes: [String] { scores ? InstrumentationScoreFold.requiredAttributes : [] }
  }

  public struct Result: Sendable {
    public var doctor: DoctorResult
    public var scores: InstrumentationScoreResult?
    public var expectations: [ExpectationResult]?
  }

  private var doctor: DoctorFold
  private var scores: InstrumentationScoreFold?
  private var expectations: ExpectationsFold?

  public init(options: Options, prior: Void = (), symbols: SymbolTable) {
    doctor = DoctorFold(options: (), prior: (), symbols: symbols)
    scores = options.scores ? InstrumentationScoreFold(symbols: symbols) : nil
    expectations = options.expectations.map { ExpectationsFold(options: $0, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    doctor.observe(&reading)
    scores?.observe(&reading)
    expectations?.observe(&reading)
  }

  public mutating func merge(_ other: DoctorChecksFold) {
    doctor.merge(other.doctor)
    if let theirs = other.scores { scores?.merge(theirs) }
    if let theirs = other.expectations { expectations?.merge(theirs) }
  }

  public consuming func finish() -> Result {
    Result(doctor: doctor.finish(), scores: scores?.finish(), expectations: expectations?.finish())
  }
}
