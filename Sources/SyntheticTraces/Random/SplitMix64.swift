/// A small random generator that gives the same numbers on every machine.
///
/// `fork` starts an independent stream from one draw, so that what happens inside a call never shifts what the caller
/// draws next: two runs that differ in one fault keep the same requests, baskets and base latencies.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// Mixes the bits of `value`; a bijection.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  mutating func fork() -> SplitMix64 { SplitMix64(seed: next()) }

  /// An id: never zero, which OTLP reads as "no id".
  mutating func nextID() -> UInt64 {
    let id = next()
    return id == 0 ? 1 : id
  }

  /// A whole number from 0 up to, but not including, `bound` (at most 2³¹).
  public mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }

  mutating func happens(perTenThousand share: Int) -> Bool { below(10_000) < share }

  /// A log-normal draw: `median` × 2^(z·spread), z standard normal, cut at |z| ≤ 3.3.
  ///
  /// `spread` is the standard deviation in octaves, times 4096: 2048 puts 68 % within a factor √2 of the median.
  mutating func logNormal(median: Int, spread: Int) -> Int {
    let bits = next()
    let bin = Int(bits & 0xFF)
    let fraction = Int((bits >> 8) & 0xFFF)
    let low = Quantiles.normal[bin]
    let z = low + ((Quantiles.normal[bin + 1] - low) * fraction) >> 12
    let exponent = ((bits >> 20 & 1 == 0 ? z : -z) * spread) >> 12
    return Quantiles.scaled(median, byTwoToThe: exponent)
  }

  /// An exponential draw, cut at 6.9 means.
  mutating func exponential(mean: Int) -> Int {
    let bits = next()
    let bin = Int(bits & 0xFF)
    let fraction = Int((bits >> 8) & 0xFFF)
    let low = Quantiles.exponential[bin]
    let quantile = low + ((Quantiles.exponential[bin + 1] - low) * fraction) >> 12
    return (mean * quantile) >> 12
  }
}
