/// SVG that another program drew, of which only what draws is kept.
public enum ForeignSVG {
  /// How deep elements may lie in one another.
  private static let depthLimit = 64

  /// Returns the drawing: shapes, text and tooltips, in the order drawn, without scripts, styles, addresses, pictures of others, animation,
  /// comments and entities. What is left out takes what lies in it with it.
  ///
  /// - Returns: Nil when the bytes are no well-formed XML in UTF-8 with `svg` outermost, declare entities, or are too deep.
  /// - Complexity: O(bytes).
  public static func drawing(in bytes: [UInt8]) -> String? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var scanner = XMLScanner(bytes)
    var output = ""
    var open: [XMLScanner.Tag] = []
    // How many of the open elements, from the outermost one that is left out on.
    var leftOut = 0
    var hasRoot = false
    while let token = scanner.next() {
      switch token {
      case .text(let text):
        if open.isEmpty {
          if !text.allSatisfy(\.isWhitespace) { return nil }
        } else if leftOut == 0 {
          // Elsewhere only the line breaks between elements mean something.
          let isText = SVGVocabulary.holdsText(open[open.count - 1].name)
          if isText || text.allSatisfy(\.isWhitespace) { output += escapedXML(text) }
        }
      case .start(let tag):
        if open.isEmpty {
          if hasRoot || tag.name != "svg" { return nil }
          hasRoot = true
        }
        if leftOut > 0 || !SVGVocabulary.elements.contains(tag.name) || (tag.name == "svg" && !open.isEmpty) {
          if !tag.isEmpty { leftOut += 1 }
        } else {
          write(tag, to: &output)
        }
        if !tag.isEmpty { open.append(tag) }
        if open.count > depthLimit { return nil }
      case .end(let name):
        guard open.popLast()?.name == name else { return nil }
        if leftOut > 0 { leftOut -= 1 } else { output += "</\(name)>" }
      }
    }
    guard scanner.isWhole, open.isEmpty, hasRoot else { return nil }
    return output + "\n"
  }

  private static func write(_ tag: XMLScanner.Tag, to output: inout String) {
    output += "<" + tag.name
    for attribute in tag.attributes where SVGVocabulary.keeps(attribute.name, attribute.value) {
      output += " \(attribute.name)=\"\(attributeText(attribute.value))\""
    }
    if tag.name == "svg" { output += SVGVocabulary.namespaces }
    output += tag.isEmpty ? "/>" : ">"
  }

  /// As it stands in an attribute, where a plain line break would become a space.
  private static func attributeText(_ value: String) -> String {
    escapedXML(value).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "&#10;")
  }
}
