public import TraceModel

/// ``SamplingFold`` and the graph of all traces, in one pass.
public struct SamplingPassFold: TraceFold {
  public struct Result: Sendable {
    public var decisions: SamplingDecisions
    public var graph: TraceGraph
  }

  private var sampling: SamplingFold
  private var graph: TraceGraphFold

  public init(options: SamplingPolicy, prior: Void = (), symbols: SymbolTable) {
    sampling = SamplingFold(options: options, symbols: symbols)
    graph = TraceGraphFold(options: nil, symbols: symbols)
  }

  public mutating func observe(_ reading: inout JourneyReading) {
    sampling.observe(&reading)
    graph.observe(&reading)
  }

  public mutating func merge(_ other: SamplingPassFold) {
    sampling.merge(other.sampling)
    graph.merge(other.graph)
  }

  public consuming func finish() -> Result { Result(decisions: sampling.finish(), graph: graph.finish()) }
}
