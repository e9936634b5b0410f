/// A decimal number without sign, exact to nine digits after the point.
struct DecimalNumber: Equatable {
  var whole: UInt64
  /// In units of 1e-9, below 1e9.
  var billionths: UInt64

  /// Takes `12`, `1.5`, `.5`; `nil` for anything else, more than nine decimals, or 2^64 and above.
  init?(_ text: some StringProtocol) {
    let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : []
    guard parts[0].count + decimals.count > 0, decimals.count <= 9 else { return nil }
    if parts.count == 2, decimals.isEmpty { return nil }
    guard let whole = Self.integer(Array(parts[0])), var billionths = Self.integer(Array(decimals)) else { return nil }
    for _ in decimals.count..<9 { billionths *= 10 }
    self.whole = whole
    self.billionths = billionths
  }

  /// Returns the number times `unit`, rounded down, and whether it was exact; `nil` at 2^63 and above.
  func scaled(by unit: UInt64) -> (value: Int64, isExact: Bool)? {
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    let wide = billionths.multipliedFullWidth(by: unit)
    guard !overflow, wide.high < 1_000_000_000 else { return nil }
    let (quotient, remainder) = UInt64(1_000_000_000).dividingFullWidth(wide)
    let (sum, carry) = product.addingReportingOverflow(quotient)
    guard !carry, let value = Int64(exactly: sum) else { return nil }
    return (value, remainder == 0)
  }

  /// The digits of `part` over ten to the power of `places`, without trailing zeros: `.5`, or nothing for zero.
  static func fraction(_ part: UInt64, places: Int) -> String {
    if part == 0 { return "" }
    var digits = String(part)
    digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  private static func integer(_ digits: [UInt8]) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}

extension StringProtocol {
  /// The number at the start and what follows it.
  var numberAndUnit: (number: SubSequence, unit: SubSequence) {
    let end = firstIndex { !("0"..."9" ~= $0 || $0 == ".") } ?? endIndex
    return (self[..<end], self[end...])
  }
}
