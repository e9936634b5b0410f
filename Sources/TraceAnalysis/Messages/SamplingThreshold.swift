/// The sampling threshold in a trace state (`ot=th:8`).
///
/// Source: OpenTelemetry, "TraceState: Probability Sampling".
enum SamplingThreshold {
  /// How many calls a span of this trace state stands for, in millionths.
  static func weightMillionths(_ state: ArraySlice<UInt8>) -> Int {
    for entry in state.split(separator: UInt8(ascii: ",")) {
      let entry = entry.drop { $0 == UInt8(ascii: " ") }
      guard entry.starts(with: "ot=".utf8) else { continue }
      for part in entry.dropFirst(3).split(separator: UInt8(ascii: ";")) where part.starts(with: "th:".utf8) {
        var threshold: UInt64 = 0
        let digits = part.dropFirst(3)
        guard !digits.isEmpty, digits.count <= 14 else { return 1_000_000 }
        for digit in digits {
          guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return 1_000_000 }
          threshold = threshold << 4 | UInt64(value)
        }
        threshold <<= UInt64(4 * (14 - digits.count))
        let kept = (1 << 56) - threshold
        let (high, low) = UInt64(1_000_000).multipliedFullWidth(by: 1 << 56)
        return kept > high ? Int(clamping: kept.dividingFullWidth((high, low)).quotient) : 1_000_000
      }
    }
    return 1_000_000
  }
}
