/// W3C tracestate: members `key=value`, parted by commas.
///
/// Source: W3C Trace Context, section 3.3; OpenTelemetry's member `ot` ("TraceState: Probability Sampling").
struct TraceState {
  private let members: [(key: Substring, value: Substring)]

  /// Reads a header. Members without `=`, or with a key that came before, are passed over.
  init(_ header: String) {
    var members: [(key: Substring, value: Substring)] = []
    for member in header.split(separator: ",") {
      let member = member.trimmed
      guard let equals = member.firstIndex(of: "=") else { continue }
      let key = member[..<equals]
      if members.contains(where: { $0.key == key }) { continue }
      members.append((key, member[member.index(after: equals)...]))
    }
    self.members = members
  }

  subscript(key: String) -> Substring? { members.first { $0.key == key }?.value }

  /// The rejection threshold in the member `ot` (`th:`), in 2^-56: of 2^56 ids so many are not sampled. Nil when there is none.
  var samplingThreshold: UInt64? {
    guard let fields = self["ot"]?.split(separator: ";"),
      let field = fields.first(where: { $0.hasPrefix("th:") })
    else { return nil }
    let digits = field.dropFirst(3)
    guard 1...14 ~= digits.utf8.count, let value = UInt64(digits, radix: 16), digits.first != "+" else { return nil }
    return value << UInt64(4 * (14 - digits.utf8.count))
  }
}

extension Substring {
  /// Without blanks at both ends.
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
