import ReportModel

/// A small frame that explains what occurs in the picture; nil when there is nothing to explain.
func dotLegend(_ drawn: DrawnGraph) -> String? {
  var rows: [(sample: String, colour: String, meaning: String)] = []
  let edges = drawn.edges
  let plain = edges.filter { $0.change == .none && $0.confidence != .guess }
  for (level, colour, meaning) in [
    (ErrorLevel.low, GraphPalette.blue, "fewer than 1 % errors"), (.raised, GraphPalette.orange, "from 1 % errors"),
    (.high, GraphPalette.vermilion, "from 5 % errors"),
  ] where plain.contains(where: { ErrorLevel($0) == level }) { rows.append(("━━▶", colour, meaning)) }
  for (change, colour, meaning) in [
    (GraphChange.added, GraphPalette.green, "added"), (.gone, GraphPalette.grey, "gone"),
    (.changed, GraphPalette.purple, "changed"),
  ] where edges.contains(where: { $0.change == change }) { rows.append(("━━▶", colour, meaning)) }
  if edges.contains(where: { GraphLine($0) == .dashed }) { rows.append(("╌╌>", GraphPalette.softInk, "message")) }
  if edges.contains(where: { GraphLine($0) == .dotted && $0.confidence != .guess }) {
    rows.append(("┈┈▶", GraphPalette.softInk, "inferred"))
  }
  if edges.contains(where: { $0.confidence == .guess }) { rows.append(("┈┈▶", GraphPalette.grey, "guess")) }
  if Set(edges.map(\.weight)).count > 1 { rows.append(("", GraphPalette.softInk, "thicker: more traffic")) }
  for category in GraphNode.Category.allCases where drawn.nodes.contains(where: { $0.category == category }) {
    rows.append(("■", GraphPalette.colours(of: category).border, category.rawValue))
  }
  guard !rows.isEmpty else { return nil }
  let body = rows.map { row in
    "<TR><TD ALIGN=\"CENTER\"><FONT COLOR=\"\(row.colour)\">\(DOTText.markup(row.sample))</FONT></TD>"
      + "<TD ALIGN=\"LEFT\">\(DOTText.markup(row.meaning))</TD></TR>"
  }
  return """
      subgraph cluster_legend {
        graph [label="Legend", tooltip="Legend", labeljust=l, fontsize=10, fontcolor="\(GraphPalette.softInk)", style=rounded, color="#D5DAE1", margin=6];
        "%legend" [shape=plain, fontsize=10, fontcolor="\(GraphPalette.softInk)", tooltip="Legend", label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">\(body.joined())</TABLE>>];
      }
    """
}
