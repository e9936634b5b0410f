import ReportModel

/// The lines of the flowchart of all of `drawn`.
func mermaidText(_ drawn: DrawnGraph, notes: Bool) -> String {
  var lines = ["flowchart LR"]
  let numbers = drawn.numbers
  var members: [String: [Int]] = [:]
  for (place, node) in drawn.nodes.enumerated() {
    members[node.cluster ?? "", default: []].append(place)
  }
  var clusters = 0
  for name in members.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
    let nodes = (members[name] ?? []).map { "n\($0 + 1)\(mermaidShape(drawn.nodes[$0]))" }
    if name.isEmpty {
      lines += nodes.map { "  " + $0 }
    } else {
      clusters += 1
      lines.append("  subgraph g\(clusters)[\"\(MermaidText.line(shortened(visibleText(name), to: 60)))\"]")
      lines += nodes.map { "    " + $0 } + ["  end"]
    }
  }
  let largest = drawn.edges.reduce(0) { max($0, $1.weight) }
  var styles: [String: [Int]] = [:]
  for (place, edge) in drawn.edges.enumerated() {
    guard let source = numbers[Array(edge.source.utf8)], let target = numbers[Array(edge.target.utf8)] else { continue }
    let arrow = GraphLine(edge) == .solid ? "-->" : "-.->"
    let label = drawnLines(edge.drawnLabel)
    let text = label.isEmpty ? "" : "|\"\(MermaidText.lines(label))\"|"
    lines.append("  n\(source) \(arrow)\(text) n\(target)")
    styles[mermaidStyle(edge, largest: largest), default: []].append(place)
  }
  if notes && !drawn.hidden.isEmpty {
    let notes = drawn.hidden.flatMap { wrapped(visibleText($0), to: 60) }
    lines.append("  hidden[\"\(MermaidText.lines(notes.prefix(12).map { shortened($0, to: 60) }))\"]")
    lines.append("  classDef note fill:#ffffff,stroke:#c4cad2,color:#52606d,stroke-dasharray:3 3")
    lines.append("  class hidden note")
  }
  lines += mermaidClasses(drawn.nodes)
  for style in styles.keys.sorted() {
    lines.append("  linkStyle \((styles[style] ?? []).map(String.init).joined(separator: ",")) \(style)")
  }
  return lines.joined(separator: "\n") + "\n"
}

/// The text in lines of at most `limit` characters, broken at spaces.
private func wrapped(_ text: String, to limit: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= limit {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}

private func mermaidShape(_ node: GraphNode) -> String {
  var label = [shortened(visibleText(node.label.isEmpty ? node.id : node.label), to: 40)] + drawnLines(node.figures)
  if node.emphasis == .suspect { label.append("likely origin") }
  if node.emphasis == .affected { label.append("affected") }
  if let word = node.change.label { label.append(word) }
  let text = MermaidText.lines(label)
  return switch node.category {
  case .service: "(\"\(text)\")"
  case .database: "[(\"\(text)\")]"
  case .topic: "[[\"\(text)\"]]"
  case .external: "[\"\(text)\"]"
  case .user: "([\"\(text)\"])"
  }
}

private func mermaidStyle(_ edge: GraphEdge, largest: Int) -> String {
  let dots = GraphLine(edge) == .dotted ? ",stroke-dasharray:2 3" : ""
  let width = hundredths(penWidth(edge.weight, largest: largest))
  return "stroke:\(GraphPalette.colour(of: edge)),stroke-width:\(width)px\(dots)"
}

/// One class a category, emphasis and change in use; later ones win.
private func mermaidClasses(_ nodes: [GraphNode]) -> [String] {
  var lines: [String] = []
  func add(_ name: String, _ style: String, _ isMember: (GraphNode) -> Bool) {
    let members = nodes.indices.filter { isMember(nodes[$0]) }.map { "n\($0 + 1)" }
    guard !members.isEmpty else { return }
    lines.append("  classDef \(name) \(style)")
    lines.append("  class \(members.joined(separator: ",")) \(name)")
  }
  for category in GraphNode.Category.allCases {
    let (fill, border) = GraphPalette.colours(of: category)
    let dashes = category == .external ? ",stroke-dasharray:4 3" : ""
    add(category.rawValue, "fill:\(fill),stroke:\(border),color:\(GraphPalette.ink)\(dashes)") {
      $0.category == category
    }
  }
  add("suspect", "fill:#FBE0D1,stroke:\(GraphPalette.vermilion),stroke-width:3px") { $0.emphasis == .suspect }
  add("affected", "fill:#FDF1D8,stroke:\(GraphPalette.orange),stroke-width:2px") { $0.emphasis == .affected }
  add("faded", "fill:#FBFBFC,stroke:#C4CAD2,color:\(GraphPalette.grey)") { $0.emphasis == .faded }
  add("focus", "stroke:\(GraphPalette.ink),stroke-width:3px") { $0.emphasis == .focus }
  add("added", "stroke:\(GraphPalette.green),stroke-width:2px") { $0.change == .added }
  add("gone", "fill:#FBFBFC,stroke:\(GraphPalette.vermilion),stroke-width:2px,stroke-dasharray:4 3") {
    $0.change == .gone
  }
  add("unseen", "fill:#FBFBFC,stroke:\(GraphPalette.grey),color:\(GraphPalette.grey),stroke-dasharray:4 3") {
    $0.change == .notSeen
  }
  add("changed", "stroke:\(GraphPalette.purple),stroke-width:2px") { $0.change == .changed }
  return lines
}
