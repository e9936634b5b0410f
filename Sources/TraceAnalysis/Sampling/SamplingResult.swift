/// What a policy keeps, and what is lost with the rest.
public struct SamplingResult: Sendable {
  public var decisions: SamplingDecisions
  /// Paths that hardly a trace takes: at most one of a thousand.
  public var rarePaths: SamplingDecisions.Share
  /// Edges of the dependency graph.
  public var edges: SamplingDecisions.Share

  /// - Parameters:
  ///   - decisions: On all traces.
  ///   - all: What is found in all traces.
  ///   - kept: What is found in the kept ones alone.
  public init(_ decisions: SamplingDecisions, all: TraceGraph, kept: TraceGraph) {
    self.decisions = decisions
    let rare = all.rarePaths(atMost: max(1, decisions.traces.count / 1000))
    rarePaths = SamplingDecisions.Share(total: rare.count, kept: rare.count { kept.paths[$0] != nil })
    edges = SamplingDecisions.Share(total: all.edges.count, kept: all.edges.intersection(kept.edges).count)
  }
}
