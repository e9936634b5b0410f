public import ReportModel
public import TraceAnalysis

extension DependencyResult {
  /// The picture of a report: all of a small graph; of a large one its namespaces, where most services have one, else its
  /// largest edges.
  ///
  /// - Parameter url: As in ``graph(title:top:url:)``.
  /// - Returns: The graph; what it does not show is said in its `hidden` sentences.
  public func overview(url: String? = nil) -> Graph {
    if edges.count <= 90 && nodes.count <= 60 { return graph(top: nil, url: url) }
    let services = nodes.filter { $0.category == .service }
    let placed = services.filter { !$0.group.isEmpty }
    let namespaces = Set(placed.map(\.group)).count
    guard namespaces > 1, namespaces * 3 <= placed.count, placed.count * 5 >= services.count * 4 else {
      return graph(top: 60, url: url)
    }
    var graph = collapsedByNamespace().graph(title: "Namespaces and what they depend on", top: 40, url: url)
    graph.hidden.insert(
      "\(counted(placed.count, "service is", "services are")) drawn as \(counted(namespaces, "namespace")); draw one service with dependencies --focus SERVICE.",
      at: 0)
    return graph
  }
}
