public import TraceAnalysis
import TraceAssembly
import TraceModel

/// The fold over all journeys of the spans, cut into partitions and observed in their order.
public func dependencyFold(
  of spans: [DrawnSpan], _ options: DependencyOptions = DependencyOptions(), partitions: Int = 1
) async throws -> DependencyFold {
  let assembler = await TraceAssembler(DecodedSpans(spans), partitions: partitions)
  var fold = DependencyFold(options: options, prior: (), symbols: assembler.symbols)
  for partition in 0..<partitions {
    let table = try assembler.partition(partition).table
    fold.observe(journeysOf: table)
  }
  return fold
}

/// The graph of a drawing, in which a service named `_` has no name.
public func dependencies(
  of drawing: String, _ options: DependencyOptions = DependencyOptions()
) async throws -> DependencyResult {
  var spans = Drawing(drawing).spans
  for place in spans.indices where spans[place].service == "_" { spans[place].service = "" }
  return try await dependencyFold(of: spans, options).finish()
}
