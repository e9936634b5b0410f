import AnalysisReports
import ReportModel
import Testing
import TraceAnalysis
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
