/// A secret that is another each run: what tables hash ids and names of dumps with, so that no dump can be made to collide in them. No byte of output depends on it; what chooses samples and cuts uses ``FixedHash``.
public struct RunKey: Sendable {
  @usableFromInline let first: UInt64
  /// Odd.
  @usableFromInline let second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second | 1
  }

  /// The process's own.
  public static let process: RunKey = {
    var random = SystemRandomNumberGenerator()
    return RunKey(first: random.next(), second: random.next())
  }()

  /// A hash of a number: a product of 128 bits, folded.
  ///
  /// Source: W. Yi, wyhash (`wymix`).
  @inlinable
  public func hash(_ value: UInt64) -> UInt64 {
    let product = (value ^ first).multipliedFullWidth(by: second)
    return product.high ^ product.low
  }
}
