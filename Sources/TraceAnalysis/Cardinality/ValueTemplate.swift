/// What values have in common when what varies in them is masked: `/orders/1234` and `/orders/99` are `/orders/{id}`.
public struct ValueTemplate: Sendable, Equatable {
  public var text: String
  /// How many of the values that were looked at fit.
  public var count: Int
  /// One of them.
  public var example: String

  static let mask = "{id}"

  /// Finds the templates of some values.
  ///
  /// - Returns: Most frequent first; empty unless each fits three values on average and says more than the mask alone.
  static func mined(from values: [String]) -> [ValueTemplate] {
    var templates: [ValueTemplate] = []
    for value in values {
      let text = masked(value)
      if let index = templates.firstIndex(where: { $0.text == text }) {
        templates[index].count += 1
        templates[index].example = min(templates[index].example, value)
      } else {
        templates.append(ValueTemplate(text: text, count: 1, example: value))
      }
    }
    if templates.contains(where: { $0.text == mask }) || templates.count * 3 > values.count { return [] }
    return templates.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
  }

  /// The value with every word that varies masked: one with a digit, of hexadecimal digits, or of more than 24 letters. Neighbouring masks are one.
  static func masked(_ value: String) -> String {
    var result = ""
    var word = ""
    func end() {
      if word.isEmpty { return }
      let isHexadecimal = word.utf8.count >= 4 && word.allSatisfy(\.isHexDigit)
      let varies =
        isHexadecimal || word.utf8.count > 24 || word.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      if !varies {
        result += word
      } else if !(result.hasSuffix(mask) || result.hasSuffix(mask + "-") || result.hasSuffix(mask + ".")) {
        result += mask
      } else {
        if !result.hasSuffix(mask) { result.removeLast() }
      }
      word = ""
    }
    for character in value {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        end()
        result.append(character)
      }
    }
    end()
    return result
  }
}
