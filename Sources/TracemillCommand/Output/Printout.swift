import ReportModel

/// What a command found, in all the parts that it can be printed by; only what a format draws is made.
struct Printout: Sendable {
  enum Part: Sendable { case document, json, graph, flameGraph, waterfall }

  /// What people read.
  enum Document: Sendable {
    case report(Report)
    case sections([Section])
  }

  var document: (@Sendable () -> Document)?
  var json: (@Sendable (inout JSONWriter) -> Void)?
  var graph: (@Sendable () -> Graph)?
  var flameGraph: (@Sendable () -> FlameGraph)?
  var waterfall: (@Sendable () -> Waterfall)?

  /// Sections under titles of their own, and the same as JSON.
  init(
    sections: @escaping @Sendable () -> [Section], json: @escaping @Sendable (inout JSONWriter) -> Void,
    graph: (@Sendable () -> Graph)? = nil
  ) {
    document = { .sections(sections()) }
    self.json = json
    self.graph = graph
  }

  /// One section, and the same as JSON.
  init(
    section: @escaping @Sendable () -> Section, json: @escaping @Sendable (inout JSONWriter) -> Void,
    graph: (@Sendable () -> Graph)? = nil
  ) {
    self.init(sections: { [section()] }, json: json, graph: graph)
  }

  /// A report under a title of its own, the same as JSON, and as a graph.
  init(
    report: @escaping @Sendable () -> Report, json: @escaping @Sendable (inout JSONWriter) -> Void,
    graph: @escaping @Sendable () -> Graph
  ) {
    document = { .report(report()) }
    self.json = json
    self.graph = graph
  }

  init(flameGraph: @escaping @Sendable () -> FlameGraph) { self.flameGraph = flameGraph }

  init(
    waterfall: @escaping @Sendable () -> Waterfall, json: @escaping @Sendable (inout JSONWriter) -> Void
  ) {
    self.waterfall = waterfall
    self.json = json
  }
}

extension Printout.Document {
  var sections: [Section] {
    switch self {
    case .report(let report): report.sections
    case .sections(let sections): sections
    }
  }
}
