import ReportModel

/// The colours of drawn graphs. Lines take the palette of Okabe and Ito, which people with any colour vision tell apart; no
/// meaning is in a colour alone.
enum GraphPalette {
  static let blue = "#0072B2"
  static let orange = "#E69F00"
  static let vermilion = "#D55E00"
  static let green = "#009E73"
  static let purple = "#CC79A7"
  static let grey = "#8A8F98"
  static let pale = "#C4CAD2"
  static let ink = "#1F2933"
  static let softInk = "#52606D"

  /// Fill and border of a node.
  static func colours(of category: GraphNode.Category) -> (fill: String, border: String) {
    switch category {
    case .service: ("#E8F1FA", "#4A7FB0")
    case .database: ("#E9F5EE", "#4C9A74")
    case .topic: ("#FDF3DC", "#B98A1D")
    case .external: ("#F4F5F7", "#7B8794")
    case .user: ("#F6EAF3", "#A2628A")
    }
  }

  /// The colour of an edge: how it changed, else a guess, else its share of errors.
  static func colour(of edge: GraphEdge) -> String {
    switch edge.change {
    case .added: return green
    case .gone: return vermilion
    case .changed: return purple
    case .notSeen: return grey
    case .none: break
    }
    if edge.isFaded { return pale }
    if edge.confidence == .guess { return grey }
    return switch ErrorLevel(edge) {
    case .low: blue
    case .raised: orange
    case .high: vermilion
    }
  }
}

extension GraphPalette {
  /// The colour of the words on an edge: that of its line, dark enough to read on white.
  static func labelColour(of edge: GraphEdge) -> String {
    switch edge.change {
    case .added: return "#00694D"
    case .gone: return "#A34400"
    case .changed: return "#8F4A70"
    case .notSeen: return "#6B7280"
    case .none: break
    }
    if edge.isFaded || edge.confidence == .guess { return "#6B7280" }
    return switch ErrorLevel(edge) {
    case .low: "#00568A"
    case .raised: "#8A5A00"
    case .high: "#A34400"
    }
  }
}

/// The three levels of errors that pictures tell apart: below 1 %, from 1 %, from 5 %.
enum ErrorLevel: Hashable {
  case low, raised, high

  init(_ edge: GraphEdge) {
    let errors = Int128(max(0, edge.errors))
    let calls = Int128(edge.calls)
    self = calls <= 0 || errors * 100 < calls ? .low : errors * 20 < calls ? .raised : .high
  }
}

extension GraphChange {
  /// The change in a word, nil for none.
  var label: String? {
    switch self {
    case .none: nil
    case .added: "+ added"
    case .gone: "− gone"
    case .changed: "± changed"
    case .notSeen: "? not seen"
    }
  }
}

extension GraphEdge {
  /// The lines on the edge: what the analysis wrote, the share of errors when there are any, and the change.
  var drawnLabel: [String] {
    var lines = label
    if errors > 0 { lines.append("\(Quantity.share(errors, of: calls)) errors") }
    if let word = change.label { lines.append(word) }
    return lines
  }
}
