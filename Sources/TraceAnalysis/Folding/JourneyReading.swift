public import TraceModel

/// One journey, read once for all folds of a pass.
///
/// What several folds ask for is found when the first of them asks, and kept until the next journey begins. A worker owns one
/// reading; its arrays are reused from journey to journey.
public struct JourneyReading: Sendable {
  /// How journeys are read.
  public struct Options: Sendable {
    /// How response and completion paths are walked.
    public var path: CriticalPathOptions

    public init(path: CriticalPathOptions = CriticalPathOptions()) {
      self.path = path
    }
  }

  public private(set) var journey: Journey
  public let options: Options
  private let nothing: Journey
  /// Found by ``findResponsePaths()``.
  var responses: ResponsePaths
  /// Found by ``findCauses()``, ``findTerminals()``.
  var causes: JourneyCauses
  /// Found by ``findCompletionPaths()``.
  var completions: CompletionPaths
  /// Found by ``findFailingSpans()``.
  var failing: FailingSpans
  /// Found by ``findMessages()``.
  var messages: MessageReading
  /// Found by ``findCalls()``.
  var calls: CallReading

  /// Has no journey yet.
  public init(symbols: SymbolTable, options: Options = Options()) {
    let table = SpanTable(
      columns: SpanColumns(), symbols: symbols, resources: [], arenas: [], keyMaps: [], ownArena: AttributeArena())
    nothing = Journey(table: table, traces: 0..<0)
    journey = nothing
    self.options = options
    responses = ResponsePaths(options: options.path, symbols: symbols)
    causes = JourneyCauses(symbols: symbols)
    completions = CompletionPaths(options: options.path, symbols: symbols)
    failing = FailingSpans(symbols: symbols)
    messages = MessageReading(symbols: symbols)
    calls = CallReading(symbols: symbols)
  }

  /// Turns to the next journey. O(1).
  public mutating func begin(_ journey: Journey) {
    self.journey = journey
    responses.forget()
    causes.forget()
    completions.forget()
    failing.forget()
    messages.forget()
    calls.forget()
  }

  /// Lets go of the journey and of the table it lies in.
  public mutating func end() { begin(nothing) }
}
