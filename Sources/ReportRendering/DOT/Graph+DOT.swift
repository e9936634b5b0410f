public import ReportModel

extension Graph {
  /// The graph for Graphviz's `dot`: valid whatever its texts hold, the same bytes whatever the order of its nodes and edges.
  ///
  /// Categories are shapes, asynchronous edges dashed with an open arrow, inferred and guessed ones dotted. The width of a line
  /// is its volume (logarithmic), its colour its share of errors, which is also written on it.
  public func dot() -> String {
    let drawn = DrawnGraph(self)
    var lines = ["digraph dependencies {"]
    lines.append("  " + dotHead(drawn))
    lines.append(
      "  node [fontname=\"\(dotFont)\", fontsize=13, fontcolor=\"\(GraphPalette.ink)\", margin=\"0.18,0.09\"];")
    lines.append("  edge [fontname=\"\(dotFont)\", fontsize=10];")
    var members: [String: [String]] = [:]
    var ids: [[UInt8]: String] = [:]
    for (place, node) in drawn.nodes.enumerated() {
      let id = DOTText.id(node.id, number: place + 1)
      ids[Array(node.id.utf8)] = id
      members[node.cluster ?? "", default: []].append("\(id) [\(dotAttributes(node))];")
    }
    let names = members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (place, name) in names.enumerated() {
      let nodes = members[name] ?? []
      if name.isEmpty {
        lines += nodes.map { "  " + $0 }
      } else {
        lines += dotCluster(name, number: place, nodes: nodes)
      }
    }
    for (loose, anchor) in dotAnchors(drawn) {
      guard let from = ids[Array(anchor.utf8)], let to = ids[Array(loose.utf8)] else { continue }
      lines.append("  \(from) -> \(to) [style=invis];")
    }
    let largest = drawn.edges.reduce(0) { max($0, $1.weight) }
    let crowding = DOTCrowding(drawn)
    for edge in drawn.edges {
      guard let source = ids[Array(edge.source.utf8)], let target = ids[Array(edge.target.utf8)] else { continue }
      let attributes = dotAttributes(edge, largestWeight: largest, isLabelled: crowding.labels(edge))
      lines.append("  \(source) -> \(target) [\(attributes)];")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// For each node of a frame that no edge touches, one of its neighbours that some edge does: it is to stand beside it.
  private func dotAnchors(_ drawn: DrawnGraph) -> [(loose: String, anchor: String)] {
    let touched = Set(drawn.edges.flatMap { [Array($0.source.utf8), Array($0.target.utf8)] })
    var anchors: [String: String] = [:]
    var loose: [GraphNode] = []
    for node in drawn.nodes {
      guard let cluster = node.cluster else { continue }
      if !touched.contains(Array(node.id.utf8)) {
        loose.append(node)
      } else if anchors[cluster] == nil {
        anchors[cluster] = node.id
      }
    }
    return loose.compactMap { node in anchors[node.cluster ?? ""].map { (node.id, $0) } }
  }

  private func dotHead(_ drawn: DrawnGraph) -> String {
    var label: [String] = []
    let crowding = DOTCrowding(drawn)
    if !title.isEmpty { label.append("<B>\(DOTText.markup(shortened(visibleText(title), to: 100)))</B>") }
    label += (drawn.hidden + crowding.notes).map {
      "<FONT POINT-SIZE=\"\(crowding.points(14))\" COLOR=\"\(GraphPalette.ink)\">\(DOTText.markup(shortened(visibleText($0), to: 160)))</FONT>"
    }
    if showsLegend { label += dotLegend(drawn, points: crowding.points(11)) }
    let text = label.isEmpty ? "" : ", label=<\(label.map { $0 + "<BR ALIGN=\"LEFT\"/>" }.joined())>"
    // Without newrank Graphviz 2.43 fails on frames that edges enter and leave in a circle ("trouble in init_rank").
    let ranks = drawn.nodes.contains { $0.cluster != nil } ? " newrank=true," : ""
    // Of 2,000 edges the layout takes minutes with Graphviz's own limits, seconds with these.
    let limits = drawn.edges.count > DOTCrowding.mostLabels ? " nslimit=1, nslimit1=1, mclimit=0.3," : ""
    return
      "graph [rankdir=LR,\(ranks)\(limits) charset=\"UTF-8\", bgcolor=\"white\", pad=0.25, nodesep=0.4, ranksep=0.9, "
      + "fontname=\"\(dotFont)\", fontsize=\(crowding.points(18)), fontcolor=\"\(GraphPalette.ink)\", labelloc=t, labeljust=l, tooltip=\" \"\(text)];"
  }

  private func dotCluster(_ name: String, number: Int, nodes: [String]) -> [String] {
    let title = DOTText.label([shortened(visibleText(name), to: 60)])
    return [
      "  subgraph cluster_\(number) {",
      "    graph [label=\(title), tooltip=\(DOTText.tooltip([name])), labeljust=l, fontsize=11, "
        + "fontcolor=\"\(GraphPalette.softInk)\", style=\"rounded,filled\", color=\"#D5DAE1\", fillcolor=\"#FAFBFC\", margin=14];",
    ] + nodes.map { "    " + $0 } + ["  }"]
  }
}

let dotFont = "Helvetica,Arial,sans-serif"
