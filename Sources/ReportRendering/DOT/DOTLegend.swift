import ReportModel

/// Lines of the graph's label that explain what occurs in the picture; none when there is nothing to explain.
///
/// A frame of its own would take part in the layout and push the ranks apart. `points` is the size of its type.
func dotLegend(_ drawn: DrawnGraph, points: Int) -> [String] {
  var rows: [(sample: String, colour: String, meaning: String)] = []
  let edges = drawn.edges
  let plain = edges.filter { $0.change == .none && $0.confidence != .guess && !$0.isFaded }
  for (level, colour, meaning) in [
    (ErrorLevel.low, GraphPalette.blue, "fewer than 1 % errors"), (.raised, GraphPalette.orange, "from 1 % errors"),
    (.high, GraphPalette.vermilion, "from 5 % errors"),
  ] where plain.contains(where: { ErrorLevel($0) == level }) { rows.append(("━━▶", colour, meaning)) }
  for (change, colour, meaning) in [
    (GraphChange.added, GraphPalette.green, "added"), (.gone, GraphPalette.vermilion, "gone"),
    (.changed, GraphPalette.purple, "changed"), (.notSeen, GraphPalette.grey, "not seen now, rare before"),
  ] where edges.contains(where: { $0.change == change }) { rows.append(("━━▶", colour, meaning)) }
  if edges.contains(where: { $0.change == .none && $0.isFaded }) {
    rows.append(("━━▶", GraphPalette.pale, "unchanged"))
  }
  if let message = edges.first(where: { GraphLine($0) == .dashed && ErrorLevel($0) == .low })
    ?? edges.first(where: { GraphLine($0) == .dashed })
  {
    rows.append(("╍╍▷", GraphPalette.colour(of: message), "message"))
  }
  if edges.contains(where: { GraphLine($0) == .dotted && $0.confidence != .guess }) {
    rows.append(("┈┈▶", GraphPalette.softInk, "inferred"))
  }
  if edges.contains(where: { $0.confidence == .guess }) { rows.append(("┈┈▶", GraphPalette.grey, "guess")) }
  if Set(edges.map(\.weight)).count > 1 { rows.append(("", GraphPalette.softInk, "thicker: more traffic")) }
  if edges.contains(where: { !$0.label.isEmpty }) {
    rows.append(("", GraphPalette.softInk, "on a line: calls or messages, then times"))
  }
  let lines = rows.count
  for category in GraphNode.Category.allCases where drawn.nodes.contains(where: { $0.category == category }) {
    rows.append(("■", GraphPalette.colours(of: category).border, category.rawValue))
  }
  let items = rows.map { row in
    let sample = row.sample.isEmpty ? "" : "<FONT COLOR=\"\(row.colour)\">\(DOTText.markup(row.sample))</FONT> "
    return sample + DOTText.markup(row.meaning)
  }
  return [items[..<lines], items[lines...]].filter { !$0.isEmpty }.map { line in
    let text = line.joined(separator: " &#160; &#160; ")
    return "<FONT POINT-SIZE=\"\(points)\" COLOR=\"\(GraphPalette.softInk)\">\(text)</FONT>"
  }
}
