/// The decimal digits of `value` in groups of three: `-1,234,567`.
func digits(grouping value: some BinaryInteger) -> String {
  let plain = String(value.magnitude)
  var text = value < 0 ? "-" : ""
  for (place, digit) in plain.enumerated() {
    if place > 0 && (plain.utf8.count - place) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// `numerator / denominator` to three significant digits, rounded half up, without trailing zeros; a whole number from
/// 999.5 on. What rounds to nothing in six decimals is `0`.
///
/// - Precondition: `denominator > 0`; both are below 2 to the 107th, so that six decimals fit.
func significantDigits(_ numerator: UInt128, _ denominator: UInt128) -> String {
  var scale: UInt128 = 1
  var decimals = 0
  var rounded = roundedQuotient(numerator, denominator)
  while rounded < 100 && decimals < 6 {
    scale *= 10
    decimals += 1
    rounded = roundedQuotient(numerator * scale, denominator)
  }
  return fixedPoint(rounded, decimals: decimals, trimming: true)
}

/// `numerator / denominator` as a whole number, rounded half up.
func roundedQuotient(_ numerator: UInt128, _ denominator: UInt128) -> UInt128 {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  return remainder >= denominator - remainder ? quotient + 1 : quotient
}

/// `value` tens to the minus `decimals`, grouped unless told otherwise; `trimming` drops zeros at the end of the decimals.
func fixedPoint(_ value: UInt128, decimals: Int, trimming: Bool, grouping: Bool = true) -> String {
  var scale: UInt128 = 1
  for _ in 0..<decimals { scale *= 10 }
  let (whole, fraction) = value.quotientAndRemainder(dividingBy: scale)
  var tail = decimals == 0 ? "" : String(String(scale + fraction).dropFirst())
  if trimming { while tail.hasSuffix("0") { tail.removeLast() } }
  let head = grouping ? digits(grouping: whole) : String(whole)
  return tail.isEmpty ? head : head + "." + tail
}
