/// A small JSON document whose members keep their order.
indirect enum JSONTree {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([JSONTree])
  case object([(String, JSONTree)])

  /// Indented by two blanks; arrays and objects without further nesting stay on one line.
  func text(indent: Int = 0) -> String {
    var text = ""
    append(to: &text, indent: indent)
    return text
  }

  private var isFlat: Bool {
    switch self {
    case .array(let elements): elements.allSatisfy(\.isScalar)
    case .object(let members): members.allSatisfy(\.1.isScalar)
    default: true
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: true
    }
  }

  private func append(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += String(number)
    case .string(let string): JSONText.append(string: string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        separate(index, &text, indent)
        element.append(to: &text, indent: indent + 2)
      }
      close("]", &text, indent)
    case .object(let members):
      text += "{"
      for (index, (key, value)) in members.enumerated() {
        separate(index, &text, indent)
        JSONText.append(string: key, to: &text)
        text += ": "
        value.append(to: &text, indent: indent + 2)
      }
      close("}", &text, indent)
    }
  }

  private func separate(_ index: Int, _ text: inout String, _ indent: Int) {
    if isFlat {
      if index > 0 { text += ", " }
      return
    }
    text += index > 0 ? ",\n" : "\n"
    text += String(repeating: " ", count: indent + 2)
  }

  private func close(_ bracket: String, _ text: inout String, _ indent: Int) {
    if !isFlat { text += "\n" + String(repeating: " ", count: indent) }
    text += bracket
  }
}
