public import TraceModel

/// Every analysis of a report in one pass. A new analysis is a line in each of these lists.
public struct ReportFold: TraceFold {
  public struct Options: Sendable {
    public var red = REDOptions()
    public var criticalPath = CriticalPathOptions()
    public var dependencies = DependencyOptions()

    public init() {}
  }

  public struct Result: Sendable {
    public var doctor: DoctorResult
    public var red: REDResult
    public var criticalPath: CriticalPathResult
    public var dependencies: DependencyResult
  }

  /// The attributes that the analyses ask for.
  public static let requiredAttributes =
    DoctorFold.requiredAttributes + REDFold.requiredAttributes + DependencyFold.requiredAttributes

  private var doctor: DoctorFold
  private var red: REDFold
  private var criticalPath: CriticalPathFold
  private var dependencies: DependencyFold

  public init(options: Options, prior: Void = (), symbols: SymbolTable) {
    doctor = DoctorFold(options: (), prior: (), symbols: symbols)
    red = REDFold(options: options.red, prior: (), symbols: symbols)
    criticalPath = CriticalPathFold(options: options.criticalPath, symbols: symbols)
    dependencies = DependencyFold(options: options.dependencies, prior: (), symbols: symbols)
  }

  public mutating func observe(_ journey: borrowing Journey) {
    doctor.observe(journey)
    red.observe(journey)
    criticalPath.observe(journey)
    dependencies.observe(journey)
  }

  public mutating func merge(_ other: ReportFold) {
    doctor.merge(other.doctor)
    red.merge(other.red)
    criticalPath.merge(other.criticalPath)
    dependencies.merge(other.dependencies)
  }

  public consuming func finish() -> Result {
    Result(
      doctor: doctor.finish(), red: red.finish(), criticalPath: criticalPath.finish(),
      dependencies: dependencies.finish())
  }
}
