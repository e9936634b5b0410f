import ReportModel

/// The attributes of one node.
func dotAttributes(_ node: GraphNode) -> String {
  var (fill, border) = GraphPalette.colours(of: node.category)
  var width = "1.20"
  var ink = GraphPalette.ink
  var style = "filled"
  let shape: String
  switch node.category {
  case .service: (shape, style) = ("box", "rounded,filled")
  case .database: shape = "cylinder"
  case .topic: shape = "cds"
  case .external: (shape, style) = ("box", "filled,dashed")
  case .user: shape = "oval"
  }
  switch node.emphasis {
  case .none: break
  case .suspect: (fill, border, width) = ("#FBE0D1", GraphPalette.vermilion, "3.00")
  case .affected: (fill, border, width) = ("#FDF1D8", GraphPalette.orange, "2.20")
  case .faded: (fill, border, ink) = ("#FBFBFC", "#C4CAD2", GraphPalette.grey)
  }
  switch node.change {
  case .none: break
  case .added: (border, width) = (GraphPalette.green, "2.20")
  case .gone: (fill, border, style, width) = ("#FBFBFC", GraphPalette.vermilion, "filled,dashed", "2.20")
  case .notSeen: (fill, border, ink, style) = ("#FBFBFC", GraphPalette.grey, GraphPalette.grey, "filled,dashed")
  case .changed: (border, width) = (GraphPalette.purple, "2.20")
  }
  var attributes = [
    "label=\(dotLabel(node))", "shape=\(shape)", "style=\"\(style)\"", "fillcolor=\"\(fill)\"", "color=\"\(border)\"",
    "fontcolor=\"\(ink)\"", "penwidth=\(width)",
    "tooltip=\(DOTText.tooltip([node.label] + (node.tooltip.isEmpty ? node.figures : node.tooltip)))",
  ]
  if let address = node.url.flatMap(webAddress) {
    attributes.append("URL=\"\(address)\"")
    attributes.append("target=\"_blank\"")
  }
  return attributes.joined(separator: ", ")
}

/// The name, small lines of figures, and in words what emphasis and change show in colour.
private func dotLabel(_ node: GraphNode) -> String {
  var lines = ["<B>\(DOTText.markup(shortened(visibleText(node.label.isEmpty ? node.id : node.label), to: 40)))</B>"]
  let soft = node.emphasis == .faded || node.change == .notSeen ? GraphPalette.grey : GraphPalette.softInk
  lines += drawnLines(node.figures).map { small($0, soft) }
  switch node.emphasis {
  case .suspect: lines.append(small("likely origin", "#B34700"))
  case .affected: lines.append(small("affected", "#8A5A00"))
  case .none, .faded: break
  }
  switch node.change {
  case .none: break
  case .added: lines.append(small("+ added", "#00694D"))
  case .gone: lines.append(small("− gone", "#A34400"))
  case .notSeen: lines.append(small("? not seen", GraphPalette.softInk))
  case .changed: lines.append(small("± changed", "#8F4A70"))
  }
  return "<\(lines.joined(separator: "<BR/>"))>"
}

private func small(_ line: String, _ colour: String) -> String {
  "<FONT POINT-SIZE=\"10\" COLOR=\"\(colour)\">\(DOTText.markup(line))</FONT>"
}

/// At most six lines of at most 60 columns; the last says how many more there are.
func drawnLines(_ lines: [String]) -> [String] {
  let shown = lines.count > 6 ? Array(lines.prefix(5)) + ["… \(lines.count - 5) more lines"] : lines
  return shown.map { shortened(visibleText($0), to: 60) }
}
