/// A duration for people: three significant digits in the largest unit that leaves a digit before the point; from two
/// minutes on two units, rounded to the smaller.
///
/// `950 ns`, `87 µs`, `412 ms`, `3.12 s`, `4 min 5 s`, `3 h 12 min`, `2 d 4 h`. Never falls as the duration rises.
func durationText(_ nanoseconds: Int64) -> String {
  let sign = nanoseconds < 0 ? "-" : ""
  let amount = UInt128(nanoseconds.magnitude)
  for (name, unit) in [("ns", UInt128(1)), ("µs", 1_000), ("ms", 1_000_000)] where amount * 2 < 1_999 * unit {
    return sign + significantDigits(amount, unit) + " " + name
  }
  let second: UInt128 = 1_000_000_000
  if roundedQuotient(amount, second) < 120 { return sign + significantDigits(amount, second) + " s" }
  for (larger, smaller, unit, ratio, limit) in [
    ("min", "s", second, UInt128(60), UInt128(3_600)), ("h", "min", 60 * second, 60, 2_880),
    ("d", "h", 3_600 * second, 24, .max),
  ] {
    let whole = roundedQuotient(amount, unit)
    guard whole < limit else { continue }
    return sign + digits(grouping: whole / ratio) + " \(larger) \(whole % ratio) \(smaller)"
  }
  return sign + significantDigits(amount, second) + " s"
}
