import ReportModel

/// The attributes of one edge.
func dotAttributes(_ edge: GraphEdge, largestWeight: Int) -> String {
  let ink = GraphPalette.labelColour(of: edge)
  var attributes: [String] = []
  let label = drawnLines(edge.drawnLabel)
  if !label.isEmpty {
    // A labelled edge within one rank makes Graphviz 2.43 free memory twice; a back edge may be one, an xlabel is not laid out.
    attributes.append((edge.isBackEdge ? "xlabel=" : "label=") + DOTText.label(label))
  }
  attributes.append("color=\"\(GraphPalette.colour(of: edge))\"")
  attributes.append("fontcolor=\"\(ink)\"")
  attributes.append("penwidth=\(penWidth(edge.weight, largest: largestWeight))")
  switch GraphLine(edge) {
  case .solid: break
  case .dashed: attributes += ["style=dashed", "arrowhead=open"]
  case .dotted: attributes += ["style=dotted"]
  }
  if edge.isBackEdge { attributes.append("constraint=false") }
  let lines =
    ["\(edge.source) → \(edge.target)", edge.kind.rawValue] + (edge.tooltip.isEmpty ? edge.drawnLabel : edge.tooltip)
  let tooltip = DOTText.tooltip(lines)
  attributes += ["tooltip=\(tooltip)", "labeltooltip=\(tooltip)"]
  return attributes.joined(separator: ", ")
}

/// 4.50 for the largest volume, 0.40 less for each halving, at least 1.00; in integer arithmetic.
func penWidth(_ weight: Int, largest: Int) -> String {
  let steps = logarithm(max(0, largest)) - logarithm(min(max(0, weight), max(0, largest)))
  let hundredths = weight <= 0 ? 100 : max(100, 450 - 40 * steps / 1_000)
  let fraction = hundredths % 100
  return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}

/// The binary logarithm of 1 + `value` in thousandths, linear between powers of two.
private func logarithm(_ value: Int) -> Int {
  let number = UInt64(value) + 1
  let exponent = 63 - number.leadingZeroBitCount
  let fraction = (number << UInt64(63 - exponent)) & (UInt64.max >> 1)
  return exponent * 1_000 + Int(fraction >> 43) * 1_000 >> 20
}
