/// The part of SVG that draws and does nothing else.
enum SVGVocabulary {
  static let elements: Set<String> = [
    "svg", "g", "a", "title", "text", "tspan", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path",
  ]

  /// Of the outermost element, instead of what it says itself.
  static let namespaces = " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""

  private static let attributes: Set<String> = [
    "id", "class", "transform", "width", "height", "viewBox", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy",
    "r", "rx", "ry", "points", "d", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
    "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight",
    "font-style", "text-anchor", "text-decoration", "textLength", "lengthAdjust", "baseline-shift", "dominant-baseline",
    "xlink:title", "xml:space",
  ]

  /// Whether characters in the element are drawn, or shown as its tooltip.
  static func holdsText(_ element: String) -> Bool { element == "text" || element == "tspan" || element == "title" }

  /// Whether an attribute is kept: a known one that leads nowhere. Titles and classes are text, all others could name an address.
  static func keeps(_ name: String, _ value: String) -> Bool {
    guard attributes.contains(name) else { return false }
    if name == "xlink:title" || name == "id" || name == "class" { return true }
    // No colour, length, font or path has these: `url(…)`, `\75rl(…)`, `javascript:`, `@import`, `&…`.
    return !value.lowercased().contains("url") && !value.contains { "\\:@;<>{}&".contains($0) }
  }
}
