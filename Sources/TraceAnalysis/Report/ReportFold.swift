public import TraceModel

/// Every analysis of a report in one pass. A new analysis is a line in each of these lists.
public struct ReportFold: TraceFold {
  public struct Options: Sendable {
    public var red = REDOptions()
    public var criticalPath = CriticalPathOptions()
    public var dependencies = DependencyOptions()
    /// Whether to gather what a root-cause ranking of two dumps needs.
    public var ranks = false
    /// Log lines for that ranking.
    public var logs: LogIndex?
    /// Whether to look for the stretch in which requests were worst.
    public var seeksWorstStretch = false

    public init() {}
  }

  public struct Result: Sendable {
    public var doctor: DoctorResult
    public var red: REDResult
    public var criticalPath = CriticalPathResult()
    public var completions: CompletionPathResult
    public var antiPatterns = AntiPatternResult(options: AntiPatternOptions())
    public var dependencies: DependencyResult
    public var queues: QueuesResult
    public var errors = ErrorsResult()
    /// Empty unless a ranking was asked for.
    public var exemplars = ExemplarResult()
    /// Nil unless it was asked for.
    public var rootCause: RootCauseWindow?
    /// Nil when none stands out, or none was asked for.
    public var worstStretch: TimeWindow?
  }

  /// The attributes that the analyses ask for.
  public static let requiredAttributes =
    DoctorFold.requiredAttributes + REDFold.requiredAttributes + DependencyFold.requiredAttributes
    + QueuesFold.requiredAttributes + RootCauseFold.requiredAttributes + CompletionPathFold.requiredAttributes
    + ErrorsFold.requiredAttributes

  public let readingOptions: JourneyReading.Options
  private var doctor: DoctorFold
  private var red: REDFold
  private var criticalPath: CriticalPathFold
  private var completions: CompletionPathFold
  private var antiPatterns: AntiPatternFold
  private var dependencies: DependencyFold
  private var queues: QueuesFold
  private var errors: ErrorsFold
  private var exemplars: ExemplarFold?
  private var rootCause: RootCauseFold?
  private var worstStretch: WorstStretchFold?

  public init(options: Options, prior: Void = (), symbols: SymbolTable) {
    readingOptions = JourneyReading.Options(path: options.criticalPath)
    doctor = DoctorFold(options: (), prior: (), symbols: symbols)
    red = REDFold(options: options.red, prior: (), symbols: symbols)
    criticalPath = CriticalPathFold(options: options.criticalPath, symbols: symbols)
    completions = CompletionPathFold(options: options.criticalPath, symbols: symbols)
    antiPatterns = AntiPatternFold(options: AntiPatternOptions(path: options.criticalPath), symbols: symbols)
    dependencies = DependencyFold(options: options.dependencies, prior: (), symbols: symbols)
    queues = QueuesFold(options: QueuesOptions(), symbols: symbols)
    errors = ErrorsFold(options: ErrorsOptions(), symbols: symbols)
    if options.ranks {
      exemplars = ExemplarFold(symbols: symbols)
      rootCause = RootCauseFold(options: RootCauseOptions(), prior: options.logs, symbols: symbols)
    }
    if options.seeksWorstStretch { worstStretch = WorstStretchFold(symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    doctor.observe(&reading)
    red.observe(&reading)
    criticalPath.observe(&reading)
    completions.observe(&reading)
    antiPatterns.observe(&reading)
    dependencies.observe(&reading)
    queues.observe(&reading)
    errors.observe(&reading)
    exemplars.observe(&reading)
    rootCause.observe(&reading)
    worstStretch.observe(&reading)
  }

  public mutating func merge(_ other: ReportFold) {
    doctor.merge(other.doctor)
    red.merge(other.red)
    criticalPath.merge(other.criticalPath)
    completions.merge(other.completions)
    antiPatterns.merge(other.antiPatterns)
    dependencies.merge(other.dependencies)
    queues.merge(other.queues)
    errors.merge(other.errors)
    exemplars.merge(other.exemplars)
    rootCause.merge(other.rootCause)
    worstStretch.merge(other.worstStretch)
  }

  public consuming func finish() -> Result {
    let fold = self
    var result = fold.shortest()
    result.criticalPath = fold.criticalPath.finish()
    result.antiPatterns = fold.antiPatterns.finish()
    result.errors = fold.errors.finish()
    return result
  }

  /// The same as ``finish()``; the analyses that take longest are finished beside the others.
  public consuming func finished() async -> Result {
    let fold = self
    async let criticalPath = fold.criticalPath.finish()
    async let antiPatterns = fold.antiPatterns.finish()
    async let errors = fold.errors.finish()
    var result = fold.shortest()
    (result.criticalPath, result.antiPatterns, result.errors) = await (criticalPath, antiPatterns, errors)
    return result
  }

  /// All but the analyses that take longest.
  private func shortest() -> Result {
    Result(
      doctor: doctor.finish(), red: red.finish(), completions: completions.finish(),
      dependencies: dependencies.finish(), queues: queues.finish(),
      exemplars: exemplars.finish() ?? ExemplarResult(), rootCause: rootCause.finish(),
      worstStretch: worstStretch.finish() ?? nil)
  }
}
