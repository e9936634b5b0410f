/// The nearest integer, halves away from zero; nil when `value` is not finite or does not fit.
///
/// Needs no libm, which `rounded()` calls in unoptimised builds.
func roundedInteger(_ value: Double) -> Int64? {
  guard value > -9.2e18 && value < 9.2e18 else { return nil }
  let whole = Int64(value)
  let rest = value - Double(whole)
  return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
}
