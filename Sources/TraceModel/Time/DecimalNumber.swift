/// A decimal number without sign, exact to nine digits after the point.
public struct DecimalNumber: Equatable, Sendable {
  public var whole: UInt64
  /// In units of 1e-9, below 1e9.
  public var billionths: UInt64

  /// Takes `12`, `1.5`, `.5`; `nil` for anything else, more than nine decimals, or 2^64 and above.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes.span)
  }

  /// The same from bytes.
  public init?(_ bytes: Span<UInt8>) {
    var offset = 0
    guard let whole = Self.integer(bytes, &offset) else { return nil }
    self.whole = whole
    billionths = 0
    if offset < bytes.count {
      let start = offset + 1
      offset = start
      guard bytes[start - 1] == UInt8(ascii: "."), let decimals = Self.integer(bytes, &offset),
        1...9 ~= offset - start
      else { return nil }
      billionths = decimals
      for _ in (offset - start)..<9 { billionths *= 10 }
    }
    if bytes.isEmpty || offset < bytes.count { return nil }
  }

  /// Returns the number times `unit`, rounded down, and whether it was exact; `nil` at 2^63 and above.
  public func scaled(by unit: UInt64) -> (value: Int64, isExact: Bool)? {
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    let wide = billionths.multipliedFullWidth(by: unit)
    guard !overflow, wide.high < 1_000_000_000 else { return nil }
    let (quotient, remainder) = UInt64(1_000_000_000).dividingFullWidth(wide)
    let (sum, carry) = product.addingReportingOverflow(quotient)
    guard !carry, let value = Int64(exactly: sum) else { return nil }
    return (value, remainder == 0)
  }

  /// The digits of `part` over ten to the power of `places`, without trailing zeros: `.5`, or nothing for zero.
  public static func fraction(_ part: UInt64, places: Int) -> String {
    if part == 0 { return "" }
    var digits = String(part)
    digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// Takes the digits from `offset` on, none for zero; nil when they are 2^64 or more.
  private static func integer(_ bytes: Span<UInt8>, _ offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    while offset < bytes.count, bytes[offset] &- 0x30 <= 9 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(bytes[offset] &- 0x30))
      if overflow || carry { return nil }
      value = sum
      offset += 1
    }
    return value
  }
}

extension StringProtocol {
  /// The number at the start and what follows it.
  public var numberAndUnit: (number: SubSequence, unit: SubSequence) {
    let end = firstIndex { !("0"..."9" ~= $0 || $0 == ".") } ?? endIndex
    return (self[..<end], self[end...])
  }
}
