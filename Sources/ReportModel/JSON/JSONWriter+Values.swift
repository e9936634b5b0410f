extension JSONWriter {
  public mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
  }

  /// A string from bytes that should be UTF-8; each ill-formed part becomes U+FFFD.
  public mutating func string(utf8 value: Span<UInt8>) {
    separate()
    appendQuoted(value)
  }

  /// A string from bytes that should be UTF-8; each ill-formed part becomes U+FFFD.
  public mutating func string(utf8 value: [UInt8]) { string(utf8: value.span) }

  /// A string from bytes that should be UTF-8; each ill-formed part becomes U+FFFD.
  public mutating func string(utf8 value: ArraySlice<UInt8>) { string(utf8: value.span) }

  @inlinable
  public mutating func integer(_ value: some FixedWidthInteger) {
    separate()
    appendDigits(UInt128(value.magnitude), isNegative: value < 0)
  }

  /// A number in quotes, as absolute times and other 64-bit values are written.
  @inlinable
  public mutating func integerString(_ value: some FixedWidthInteger) {
    separate()
    bytes.append(0x22)
    appendDigits(UInt128(value.magnitude), isNegative: value < 0)
    bytes.append(0x22)
  }

  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: value ? [0x74, 0x72, 0x75, 0x65] : [0x66, 0x61, 0x6C, 0x73, 0x65])
  }

  public mutating func null() {
    separate()
    bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
  }

  /// A decimal number rounded half away from zero to at most `places` (0 to 15) decimals, without trailing zeros: the
  /// same digits on every machine. `null` when not finite; the shortest exact form when too large for that.
  public mutating func decimal(_ value: Double, places: Int = 6) {
    guard value.isFinite else { return null() }
    let places = min(15, max(0, places))
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard let integer = roundedInteger(value * scale) else {
      separate()
      bytes.append(contentsOf: value.description.utf8)
      return
    }
    separate()
    appendFixedPoint(UInt128(integer.magnitude), isNegative: integer < 0, places: places)
  }

  /// `numerator / denominator` in integer arithmetic, rounded half away from zero to at most `places` (0 to 15) decimals;
  /// `null` over 0.
  public mutating func ratio(_ numerator: Int, _ denominator: Int, places: Int = 6) {
    guard denominator != 0 else { return null() }
    let places = min(15, max(0, places))
    var scale: UInt128 = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = roundedQuotient(UInt128(numerator.magnitude) * scale, UInt128(denominator.magnitude))
    separate()
    appendFixedPoint(scaled, isNegative: scaled > 0 && (numerator < 0) != (denominator < 0), places: places)
  }

  private mutating func appendFixedPoint(_ value: UInt128, isNegative: Bool, places: Int) {
    var scale: UInt128 = 1
    for _ in 0..<places { scale *= 10 }
    var (whole, fraction) = value.quotientAndRemainder(dividingBy: scale)
    appendDigits(whole, isNegative: isNegative)
    guard fraction > 0 else { return }
    bytes.append(0x2E)
    while fraction > 0 {
      scale /= 10
      (whole, fraction) = fraction.quotientAndRemainder(dividingBy: scale)
      bytes.append(0x30 + UInt8(whole))
    }
  }

  @usableFromInline
  mutating func appendDigits(_ magnitude: UInt128, isNegative: Bool) {
    if isNegative { bytes.append(0x2D) }
    guard let small = UInt64(exactly: magnitude) else {
      bytes.append(contentsOf: magnitude.description.utf8)
      return
    }
    var count = 1
    var limit: UInt64 = 10
    while count < 20, small >= limit {
      count += 1
      limit = limit &* 10
    }
    for _ in 0..<count { bytes.append(0x30) }
    var rest = small
    var place = bytes.count - 1
    while rest > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes[place] += UInt8(truncatingIfNeeded: digit)
      rest = quotient
      place -= 1
    }
  }
}
