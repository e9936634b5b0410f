/// Some characters, as ranges of code points.
struct CharacterSet: Sendable, Equatable {
  var ranges: [ClosedRange<UInt32>]
  var isNegated = false

  init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
    self.ranges = ranges
    self.isNegated = isNegated
  }

  init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

  func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0 ~= scalar.value } != isNegated }

  static let any = CharacterSet([0...0x10FFFF])
  static let anyButNewline = CharacterSet([0x0A...0x0A], isNegated: true)
  static let digit = CharacterSet([0x30...0x39])
  static let word = CharacterSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = CharacterSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])

  /// `[:alpha:]` and its like, by name.
  static let posix: [String: CharacterSet] = [
    "alnum": CharacterSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A]), "alpha": CharacterSet([0x41...0x5A, 0x61...0x7A]),
    "ascii": CharacterSet([0x00...0x7F]), "blank": CharacterSet([0x09...0x09, 0x20...0x20]),
    "cntrl": CharacterSet([0x00...0x1F, 0x7F...0x7F]), "digit": digit, "graph": CharacterSet([0x21...0x7E]),
    "lower": CharacterSet([0x61...0x7A]), "print": CharacterSet([0x20...0x7E]),
    "punct": CharacterSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
    "space": CharacterSet([0x09...0x0D, 0x20...0x20]), "upper": CharacterSet([0x41...0x5A]), "word": word,
    "xdigit": CharacterSet([0x30...0x39, 0x41...0x46, 0x61...0x66]),
  ]

  /// All that is not in it, as ranges.
  var complement: [ClosedRange<UInt32>] {
    if isNegated { return ranges }
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }

  /// What is in it, as ranges.
  var positive: [ClosedRange<UInt32>] { isNegated ? CharacterSet(ranges).complement : ranges }

  /// The same with both cases of every letter of ASCII, and of single letters beyond.
  var withBothCases: CharacterSet {
    var all = positive
    for range in positive {
      for (from, to) in [(0x41, 0x61), (0x61, 0x41)] as [(UInt32, UInt32)] {
        let low = max(range.lowerBound, from)
        let high = min(range.upperBound, from + 25)
        if low <= high { all.append(low - from + to...high - from + to) }
      }
      if range.count == 1, range.lowerBound > 0x7F, let scalar = Unicode.Scalar(range.lowerBound) {
        for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
          if let other = other.unicodeScalars.first { all.append(other.value...other.value) }
        }
      }
    }
    return CharacterSet(all)
  }
}
