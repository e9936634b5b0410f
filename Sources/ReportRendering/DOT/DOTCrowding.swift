import ReportModel

/// How full a picture is: which edges have room for their figures, and how large its heading must be to be read where all of it is seen.
struct DOTCrowding {
  /// The most edges for all of them to carry their figures.
  static let mostLabels = 300
  /// From so many edges on, more than three a node leave room for the figures of a few only.
  private static let fewestCrowded = 40
  /// How many edges carry their figures in a crowded picture, beside those that fail or changed.
  private static let busiest = 30

  private let edges: Int
  private let isCrowded: Bool
  /// In a crowded picture an edge of less volume carries no figures.
  private let leastWeight: Int

  init(_ drawn: DrawnGraph) {
    edges = drawn.edges.count
    isCrowded = edges > DOTCrowding.fewestCrowded && edges > 3 * drawn.nodes.count
    let weights = drawn.edges.filter { !$0.isBackEdge }.map(\.weight).sorted(by: >)
    leastWeight = weights.count > DOTCrowding.busiest ? weights[DOTCrowding.busiest - 1] : 0
  }

  /// Whether the edge carries its figures.
  func labels(_ edge: GraphEdge) -> Bool {
    if edge.change != .none || ErrorLevel(edge) != .low { return true }
    if edges > DOTCrowding.mostLabels { return false }
    return !isCrowded || (!edge.isBackEdge && edge.weight >= leastWeight)
  }

  /// What is said of it.
  var notes: [String] {
    if edges > DOTCrowding.mostLabels { return ["So many edges carry figures only where they fail or changed."] }
    return isCrowded ? ["So many edges carry figures only where they are busiest, fail or changed."] : []
  }

  /// A size of type in points, larger in pictures that are seen from afar.
  func points(_ size: Int) -> Int { edges <= 30 ? size : edges <= 60 ? size * 3 / 2 : size * 2 }
}
