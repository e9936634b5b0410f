/// How ``REDFold`` counts.
public struct REDOptions: Sendable {
  /// The most buckets over time; the width follows from it and from the stretch the dump covers.
  public var mostBuckets: Int

  public init(mostBuckets: Int = 240) {
    self.mostBuckets = mostBuckets
  }
}
