/// Values of the type that a reader wants; a value of another one is an error at the line of the key.
extension YAMLEntry {
  private func wrong(_ wanted: String, remedy: String) -> YAMLError {
    YAMLError(line: line, "\"\(key)\" is no \(wanted)", remedy: remedy)
  }

  /// A text: quoted, or plain and no number, truth value or null.
  public func text() throws(YAMLError) -> String {
    guard let text = value.text else { throw wrong("text", remedy: "write it on one line, a number in quotes") }
    return text
  }

  /// A text that is not empty.
  public func name() throws(YAMLError) -> String {
    let text = try text()
    if text.isEmpty { throw wrong("name", remedy: "it must not be empty") }
    return text
  }

  /// A whole number.
  public func integer() throws(YAMLError) -> Int64 {
    guard let integer = value.integer else { throw wrong("whole number", remedy: "write digits only, without quotes") }
    return integer
  }

  /// A whole number that is not negative.
  public func count() throws(YAMLError) -> Int64 {
    let integer = try integer()
    if integer < 0 { throw wrong("count", remedy: "it must not be negative") }
    return integer
  }

  /// A decimal number.
  public func decimal() throws(YAMLError) -> YAMLDecimal {
    guard let decimal = value.decimal else {
      throw wrong("number", remedy: "write it like 99.9, without quotes, with at most 18 digits")
    }
    return decimal
  }

  /// `true` or `false`.
  public func flag() throws(YAMLError) -> Bool {
    guard let flag = value.flag else { throw wrong("truth value", remedy: "write true or false") }
    return flag
  }

  /// The elements of a list.
  public func list() throws(YAMLError) -> [YAMLNode] {
    guard case .sequence(let nodes) = value.value else {
      throw wrong("list", remedy: "write [A, B], or lines with dashes")
    }
    return nodes
  }

  /// The elements of a list of texts.
  public func texts() throws(YAMLError) -> [String] {
    var texts: [String] = []
    for node in try list() {
      guard let text = node.text else { throw wrong("list of texts", remedy: "put each in quotes, on one line") }
      texts.append(text)
    }
    return texts
  }

  /// The entries of a mapping, whose keys must all be among `known`.
  public func mapping(of known: [String]) throws(YAMLError) -> YAMLMapping {
    guard case .mapping(let entries) = value.value else {
      throw wrong("mapping", remedy: "write KEY: VALUE lines below it; it takes \(known.joined(separator: ", "))")
    }
    return try YAMLMapping(entries, line: value.line, known: known)
  }
}

extension YAMLNode {
  /// A text; nil for a number, a truth value, a block of text, and what is no scalar.
  public var text: String? {
    guard case .scalar(let scalar) = value, scalar.style != .block else { return nil }
    return scalar.style == .plain && (decimal != nil || integer != nil || flag != nil) ? nil : scalar.text
  }

  /// A whole number in decimal (with `_` between digits if need be) or after `0x`, `0o`, `0b`; nil for anything else. `010` is refused: it is 8 to
  /// some readers and 10 to others.
  public var integer: Int64? {
    guard case .scalar(let scalar) = value, scalar.style == .plain else { return nil }
    var digits = scalar.text[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
    guard let first = digits.first, first.isASCII, first.isNumber else { return nil }
    var radix = 10
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      radix = base
      digits = digits.dropFirst(2)
    }
    digits = digits.filter { $0 != "_" }[...]
    if digits.isEmpty || digits.hasPrefix("-") || digits.hasPrefix("+") { return nil }
    if radix == 10, digits.count > 1, digits.hasPrefix("0") { return nil }
    return Int64((isNegative ? "-" : "") + digits, radix: radix)
  }

  /// A number, whole ones as ``integer`` reads them; nil for anything else.
  public var decimal: YAMLDecimal? {
    guard case .scalar(let scalar) = value, scalar.style == .plain else { return nil }
    if let integer, -999_999_999_999_999_999...999_999_999_999_999_999 ~= integer {
      return YAMLDecimal(digits: integer, places: 0)
    }
    return YAMLDecimal(scalar.text)
  }

  /// `true` or `false`; nil for anything else.
  public var flag: Bool? {
    guard case .scalar(let scalar) = value, scalar.style == .plain else { return nil }
    switch scalar.text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  /// The entries of a mapping that is no key's value, whose keys must all be among `known`.
  public func mapping(of known: [String]) throws(YAMLError) -> YAMLMapping {
    guard case .mapping(let entries) = value else {
      throw YAMLError(
        line: line, "a mapping is expected here", remedy: "write KEY: VALUE; it takes \(known.joined(separator: ", "))")
    }
    return try YAMLMapping(entries, line: line, known: known)
  }
}
