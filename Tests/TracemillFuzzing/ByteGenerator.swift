/// Random numbers that follow given bytes as long as there are any, and are SplitMix64's behind them.
///
/// A fuzzer that changes a byte changes one decision of what is made from them.
public struct ByteGenerator: RandomNumberGenerator, Sendable {
  private let bytes: [UInt8]
  private var place = 0
  private var state: UInt64

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    state = UInt64(truncatingIfNeeded: bytes.count)
  }

  public init(seed: UInt64) {
    bytes = []
    state = seed
  }

  /// A number below `count`, which is above 0; takes one byte where one is enough.
  public mutating func below(_ count: Int) -> Int {
    if count <= 256, place < bytes.count {
      place += 1
      return Int(bytes[place - 1]) % count
    }
    return Int(next() % UInt64(count))
  }

  /// True about once in `count` times.
  public mutating func once(in count: Int) -> Bool { below(count) == 0 }

  public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

  public mutating func next() -> UInt64 {
    if place + 8 <= bytes.count {
      place += 8
      return bytes[(place - 8)..<place].reduce(0) { $0 << 8 | UInt64($1) }
    }
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
