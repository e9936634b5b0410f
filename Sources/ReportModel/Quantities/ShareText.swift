/// `part` of `whole` as a percentage with one decimal; see ``Quantity/share(_:of:)``.
func percentText(_ part: Int, of whole: Int) -> String {
  guard whole != 0 else { return "–" }
  return percentText(
    UInt128(part.magnitude), of: UInt128(whole.magnitude), isNegative: part != 0 && (part < 0) != (whole < 0))
}

/// A fraction of one as a percentage with one decimal; see ``Quantity/fraction(_:)``.
func percentText(_ fraction: Double) -> String {
  let scale = 1_000_000_000_000.0
  guard let scaled = roundedInteger(fraction * scale) else { return "–" }
  return percentText(UInt128(scaled.magnitude), of: UInt128(scale), isNegative: scaled < 0)
}

private func percentText(_ part: UInt128, of whole: UInt128, isNegative: Bool) -> String {
  let sign = isNegative ? "-" : ""
  if part == 0 { return "0 %" }
  let tenths = roundedQuotient(part * 1_000, whole)
  if part * 1_000 < whole { return isNegative ? ">-0.1 %" : "<0.1 %" }
  if part < whole && tenths == 1_000 { return isNegative ? "<-99.9 %" : ">99.9 %" }
  return sign + fixedPoint(tenths, decimals: 1, trimming: part >= whole) + " %"
}
