import Glibc

/// How much more often bad traces have something than good ones, class by class.
struct Association: Sendable {
  /// Bad traces that have it.
  var bad: Int
  /// How many of those that have it would be bad, were it unrelated.
  var expected: Double
  /// In standard deviations; positive when bad traces have it more often.
  var z: Double
  /// Two-sided.
  var p: Double

  /// How many more bad traces have it than would, were it unrelated.
  var excess: Double { Double(bad) - expected }

  /// How many different outcomes are added up one by one; beyond, the normal distribution takes over.
  static let mostExact = 160

  /// Compares those that have it with all.
  ///
  /// Given how many traces of each class are bad and how many have it, the number of bad ones that have it follows a sum of hypergeometric distributions.
  /// Few outcomes are added up exactly (with one class: Fisher's exact test, the smaller tail twice); else the Cochran–Mantel–Haenszel
  /// test with continuity correction (with one class: chi-squared). When all or none have it or are bad, *z* is 0 and *p* 1.
  ///
  /// - Parameters:
  ///   - part: Traces that have it.
  ///   - whole: All traces that are compared, those among them.
  ///
  /// Source: W. Cochran 1954; N. Mantel, W. Haenszel 1959.
  init(_ part: BubbleUpCounts, in whole: BubbleUpCounts) {
    bad = part.bad
    expected = 0
    var variance = 0.0
    var outcomes = 1
    for place in stride(from: 0, to: whole.count, by: 2) {
      let (all, allBad) = (Double(whole[place]) + Double(whole[place + 1]), Double(whole[place + 1]))
      let have = Double(part[place]) + Double(part[place + 1])
      if all == 0 || have == 0 { continue }
      expected += have * allBad / all
      if all > 1 { variance += have * allBad * (all - have) * (all - allBad) / (all * all * (all - 1)) }
      outcomes += Int(min(have, allBad) - max(0, have + allBad - all))
    }
    guard variance > 0 else {
      z = 0
      p = 1
      return
    }
    let difference = Double(bad) - expected
    z = difference / variance.squareRoot()
    if outcomes <= Self.mostExact {
      p = Self.exact(part, in: whole, bad: bad, isMore: difference >= 0)
    } else {
      let corrected = max(0, abs(difference) - 0.5)
      p = erfc(corrected / (2 * variance).squareRoot())
    }
  }

  /// Twice the probability of as many bad ones or more (fewer).
  private static func exact(_ part: BubbleUpCounts, in whole: BubbleUpCounts, bad: Int, isMore: Bool) -> Double {
    var lowest = 0
    var distribution = [1.0]
    for place in stride(from: 0, to: whole.count, by: 2) {
      let have = Int(part[place]) + Int(part[place + 1])
      let all = Int(whole[place]) + Int(whole[place + 1])
      if have == 0 { continue }
      let (low, one) = hypergeometric(all: all, bad: Int(whole[place + 1]), drawn: have)
      lowest += low
      var sum = [Double](repeating: 0, count: distribution.count + one.count - 1)
      for (left, first) in distribution.enumerated() {
        for (right, second) in one.enumerated() { sum[left + right] += first * second }
      }
      distribution = sum
    }
    var tail = 0.0
    for (place, probability) in distribution.enumerated()
    where isMore ? lowest + place >= bad : lowest + place <= bad {
      tail += probability
    }
    return min(1, 2 * tail)
  }

  /// Probabilities of the numbers of bad ones among those drawn, from the least possible on. Multiplies outwards from the likeliest, so that nothing
  /// over- or underflows that matters.
  private static func hypergeometric(all: Int, bad: Int, drawn: Int) -> (low: Int, probabilities: [Double]) {
    let low = max(0, drawn + bad - all)
    let high = min(drawn, bad)
    var weights = [Double](repeating: 0, count: high - low + 1)
    let mode = min(high, max(low, (drawn + 1) * (bad + 1) / (all + 2)))
    weights[mode - low] = 1
    for k in stride(from: mode, to: high, by: 1) {
      let ratio =
        Double(drawn - k) * Double(bad - k) / (Double(k + 1) * Double(all - drawn - bad + k + 1))
      weights[k + 1 - low] = weights[k - low] * ratio
    }
    for k in stride(from: mode, to: low, by: -1) {
      let ratio =
        Double(k) * Double(all - drawn - bad + k) / (Double(drawn - k + 1) * Double(bad - k + 1))
      weights[k - 1 - low] = weights[k - low] * ratio
    }
    let total = weights.reduce(0, +)
    return (low, weights.map { $0 / total })
  }

  /// The least false-discovery rate at which each of the *p* still counts.
  ///
  /// Source: Y. Benjamini, Y. Hochberg 1995.
  static func discoveryRates(_ p: [Double]) -> [Double] {
    var rates = p
    var least = 1.0
    for (rank, place) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated().reversed() {
      least = min(least, p[place] * Double(p.count) / Double(rank + 1))
      rates[place] = least
    }
    return rates
  }
}
