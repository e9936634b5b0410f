public import TraceModel

/// Where critical paths lose time in ways that have a known remedy.
public struct AntiPatternResult: Sendable {
  /// What counted.
  public var options: AntiPatternOptions
  /// By total cost descending, then kind, entry point, names.
  public var findings: [AntiPatternFinding] = []
  /// How many more there are that cost less than ``AntiPatternOptions/leastEntryPermille`` of their entry point's time.
  public var smallFindings = 0
  /// Whether there were more findings than are told apart.
  public var isCut = false
}

/// One way in which the responses (for ``AntiPatternKind/batchWaits``: the completions) of one entry point lose time.
public struct AntiPatternFinding: Sendable {
  public struct Operation: Sendable, Equatable {
    public var service: String
    public var operation: String
    public var kind: SpanKind
  }

  public var kind: AntiPatternKind
  public var entry: Operation
  /// Who could do better: the caller, the span with the gap, the client, the consumer.
  public var operation: Operation
  /// What it called (before the gap); nil for a batch.
  public var first: Operation?
  /// What it called next; nil unless two calls make the finding.
  public var second: Operation?
  /// How often, in the responses that lost enough by it.
  public var count: Int
  /// In how many calls, or messages of batches.
  public var calls: Int
  /// What it cost (ns), one value a response that lost enough by it.
  public var cost: Histogram
  /// The responses that lost most, most first.
  public var exemplars: [CriticalPathExemplar]
  /// What the responses that lost enough by it took in all (ns).
  public var pathNanoseconds: Int64
  /// What all responses of the entry point took (ns); nil for batches, whose completions are not all looked at.
  public var entryNanoseconds: Int64?
  /// For ``AntiPatternKind/serialFanOut``: how often the two calls ran at once or in the other order. Below
  /// ``AntiPatternOptions/leastOtherOrders`` only long rows are found, and only the code tells whether they depend.
  public var otherOrders: Int

  /// In how many responses.
  public var traces: Int { cost.count }
}
