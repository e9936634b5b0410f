import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
import TraceAssembly
import TraceModel
import TracemillTesting

/// One rule of the dependency graph: a sentence, a drawing, and the edges it makes.
///
/// An edge reads `from kind to calls`, then `!errors` and `m` with the messages where there are any. A service named `_` in
/// the drawing has no name.
struct DependencyCase: Sendable, CustomTestStringConvertible {
  var sentence: String
  var options = DependencyOptions()
  var drawing: String
  var edges: [String]

  init(_ sentence: String, _ drawing: String, _ edges: [String]) {
    self.init(sentence, DependencyOptions(), drawing, edges)
  }

  init(_ sentence: String, _ options: DependencyOptions, _ drawing: String, _ edges: [String]) {
    self.sentence = sentence
    self.options = options
    self.drawing = drawing
    self.edges = edges
  }

  var testDescription: String { sentence }
}

/// The fold over all journeys of the spans, cut into partitions and observed in their order.
func dependencyFold(
  of spans: [DrawnSpan], _ options: DependencyOptions = DependencyOptions(), partitions: Int = 1
) async throws -> DependencyFold {
  let assembler = await TraceAssembler(DecodedSpans(spans), partitions: partitions)
  var fold = DependencyFold(options: options, prior: (), symbols: assembler.symbols)
  for partition in 0..<partitions {
    let table = try assembler.partition(partition).table
    for journey in 0..<table.journeyCount { fold.observe(table.journey(journey)) }
  }
  return fold
}

func dependencies(
  of drawing: String, _ options: DependencyOptions = DependencyOptions()
) async throws -> DependencyResult {
  var spans = Drawing(drawing).spans
  for place in spans.indices where spans[place].service == "_" { spans[place].service = "" }
  return try await dependencyFold(of: spans, options).finish()
}

extension DependencyResult {
  /// The edges in words, as in ``DependencyCase``; sorted.
  var lines: [String] {
    edges.map { edge in
      let traffic = edge.traffic
      return "\(nodes[edge.source].name) \(edge.kind.name) \(nodes[edge.target].name) \(traffic.calls)"
        + (traffic.errors > 0 ? " !\(traffic.errors)" : "") + (traffic.messages > 0 ? " m\(traffic.messages)" : "")
    }.sorted()
  }

  func node(_ name: String) -> DependencyNode? { nodes.first { $0.name == name } }

  func traffic(_ source: String, _ target: String) -> DependencyTraffic? {
    edges.first { nodes[$0.source].name == source && nodes[$0.target].name == target }?.traffic
  }

  var json: [UInt8] {
    var json = JSONWriter(pretty: true)
    write(to: &json)
    return json.finish()
  }
}
