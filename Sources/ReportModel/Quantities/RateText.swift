/// `count` occurrences in `nanoseconds` as a rate a second, a minute or an hour: the first that reaches 0.01.
func rateText(_ count: Int, nanoseconds: Int64) -> String {
  guard nanoseconds > 0 else { return "–" }
  if count == 0 { return "0/s" }
  let sign = count < 0 ? "-" : ""
  let amount = UInt128(count.magnitude) * 1_000_000_000
  let time = UInt128(nanoseconds)
  if amount * 100 >= time { return sign + significantDigits(amount, time) + "/s" }
  if amount * 6_000 >= time { return sign + significantDigits(amount * 60, time) + "/min" }
  return sign + significantDigits(amount * 3_600, time) + "/h"
}

/// An amount of bytes in powers of 1,000, three significant digits.
func bytesText(_ bytes: Int) -> String {
  let sign = bytes < 0 ? "-" : ""
  let amount = UInt128(bytes.magnitude)
  var unit: UInt128 = 1
  for name in ["B", "kB", "MB", "GB", "TB", "PB"] {
    if amount * 2 < 1_999 * unit { return sign + significantDigits(amount, unit) + " " + name }
    unit *= 1_000
  }
  return sign + significantDigits(amount, unit) + " EB"
}

/// How many times as much, three significant digits: `×1.52`.
func factorText(_ factor: Double) -> String {
  guard let scaled = roundedInteger(factor * 1_000_000) else { return "–" }
  return "×" + (scaled < 0 ? "-" : "") + significantDigits(UInt128(scaled.magnitude), 1_000_000)
}

/// `value` with exactly `places` (0 to 9) decimals, rounded half away from zero, grouped; nil when it is not finite or
/// too large to be exact.
func fixedDecimalText(_ value: Double, places: Int) -> String? {
  let places = min(9, max(0, places))
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  guard let scaled = roundedInteger(value * scale) else { return nil }
  return (scaled < 0 ? "-" : "") + fixedPoint(UInt128(scaled.magnitude), decimals: places, trimming: false)
}
