import HostSystem

/// What the program says to people, on stderr.
///
/// Errors are always said, warnings unless `--quiet`, notes with `--verbose` or on a terminal. Text that came from the
/// input cannot act on the terminal or forge a line.
struct Talk: Sendable {
  enum Level: Int, Sendable { case quiet, normal, verbose }
  enum Format: String, CaseIterable, Sendable { case text, json }

  enum Severity: String, Sendable { case error, warning, note }

  var level = Level.normal
  var format = Format.text
  var descriptor: BorrowedDescriptor
  var isTerminal: Bool
  var isColoured: Bool

  init(descriptor: BorrowedDescriptor, isTerminal: Bool = false, isColoured: Bool = false) {
    self.descriptor = descriptor
    self.isTerminal = isTerminal
    self.isColoured = isColoured
  }

  /// The same talk, as the user wants it.
  func following(_ options: CommonOptions) -> Talk {
    var talk = self
    talk.level = options.level
    talk.format = options.logFormat
    return talk
  }

  func error(_ message: String) { say(.error, message) }
  func warning(_ message: String) { say(.warning, message) }
  func note(_ message: String) { say(.note, message) }

  /// Whether a message of this severity is said.
  func says(_ severity: Severity) -> Bool {
    switch severity {
    case .error: true
    case .warning: level != .quiet
    case .note: level == .verbose || (level == .normal && isTerminal)
    }
  }

  /// The line for a message, with its line break.
  func line(_ severity: Severity, _ message: String) -> String {
    switch format {
    case .json:
      return "{\"level\":\"\(severity.rawValue)\",\"message\":\(jsonString(message))}\n"
    case .text:
      let label = "\(severity.rawValue): "
      guard isColoured else { return label + neutral(message) + "\n" }
      let colour =
        switch severity {
        case .error: "31"
        case .warning: "33"
        case .note: "36"
        }
      return "\u{1B}[1;\(colour)m\(label)\u{1B}[0m" + neutral(message) + "\n"
    }
  }

  private func say(_ severity: Severity, _ message: String) {
    guard says(severity) else { return }
    // Where stderr cannot be written there is nobody left to tell.
    try? descriptor.write(Array(line(severity, message).utf8))
  }
}

/// Returns `text` as a JSON string in ASCII, quotes included.
func jsonString(_ text: String) -> String {
  var result = "\""
  for unit in text.utf16 {
    switch unit {
    case 0x22: result += "\\\""
    case 0x5C: result += "\\\\"
    case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
    default:
      let digits = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return result + "\""
}
