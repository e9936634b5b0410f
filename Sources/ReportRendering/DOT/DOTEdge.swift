import ReportModel

/// The attributes of one edge.
func dotAttributes(_ edge: GraphEdge, largestWeight: Int, isLabelled: Bool = true) -> String {
  let ink = GraphPalette.labelColour(of: edge)
  var attributes: [String] = []
  let label = isLabelled ? drawnLines(edge.drawnLabel) : []
  if !label.isEmpty {
    // A labelled edge within one rank makes Graphviz 2.43 free memory twice; a back edge may be one, an xlabel is not laid out.
    attributes.append((edge.isBackEdge ? "xlabel=" : "label=") + DOTText.edgeLabel(label))
  }
  attributes.append("color=\"\(GraphPalette.colour(of: edge))\"")
  attributes.append("fontcolor=\"\(ink)\"")
  let width = penWidth(edge.weight, largest: largestWeight)
  attributes.append("penwidth=\(hundredths(width))")
  // The pen draws the head too: a head must grow with it to keep its shape, one that is open even more.
  let line = GraphLine(edge)
  let head = line == .dashed ? max(90, width * 2 / 5) : max(75, 50 + width / 6)
  attributes.append("arrowsize=\(hundredths(head))")
  switch line {
  case .solid: break
  case .dashed: attributes += ["style=dashed", "arrowhead=onormal"]
  case .dotted: attributes += ["style=dotted"]
  }
  if edge.isBackEdge { attributes.append("constraint=false") }
  let lines =
    ["\(edge.source) → \(edge.target)", edge.kind.rawValue] + (edge.tooltip.isEmpty ? edge.drawnLabel : edge.tooltip)
  let tooltip = DOTText.tooltip(lines)
  attributes += ["tooltip=\(tooltip)", "labeltooltip=\(tooltip)"]
  return attributes.joined(separator: ", ")
}

/// In hundredths: 3.50 for the largest volume, 0.30 less for each halving, at least 1.00; in integer arithmetic.
func penWidth(_ weight: Int, largest: Int) -> Int {
  let steps = logarithm(max(0, largest)) - logarithm(min(max(0, weight), max(0, largest)))
  return weight <= 0 ? 100 : max(100, 350 - 30 * steps / 1_000)
}

/// `3.05` for 305.
func hundredths(_ number: Int) -> String {
  let fraction = number % 100
  return "\(number / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}

/// The binary logarithm of 1 + `value` in thousandths, linear between powers of two.
private func logarithm(_ value: Int) -> Int {
  let number = UInt64(value) + 1
  let exponent = 63 - number.leadingZeroBitCount
  let fraction = (number << UInt64(63 - exponent)) & (UInt64.max >> 1)
  return exponent * 1_000 + Int(fraction >> 43) * 1_000 >> 20
}
