/// What becomes of a stretch of time: a share of it is kept, and a fixed time is added.
public struct TimeChange: Hashable, Sendable {
  /// 1,000,000 keeps all of it.
  public var keptMillionths: Int64
  /// Nanoseconds.
  public var added: Int64

  public init(keptMillionths: Int64 = 1_000_000, added: Int64 = 0) {
    self.keptMillionths = max(0, keptMillionths)
    self.added = added
  }

  /// What is kept of `nanoseconds`, rounded down; without what is added. Rises with `nanoseconds`; saturates.
  @inline(__always)
  func kept(of nanoseconds: Int64) -> Int64 {
    if keptMillionths == 1_000_000 { return nanoseconds }
    let product = Int128(nanoseconds) * Int128(keptMillionths) / 1_000_000
    return Int64(clamping: product)
  }
}

/// The question what were if an operation had other own times.
public struct OperationChange: Hashable, Sendable {
  public var service: String
  public var operation: String
  /// Of the own time of each of its spans.
  public var change: TimeChange

  public init(service: String, operation: String, change: TimeChange) {
    self.service = service
    self.operation = operation
    self.change = change
  }
}

/// The question what were if messages of a topic waited for another time.
public struct QueueChange: Hashable, Sendable {
  public var topic: String
  public var change: TimeChange

  public init(topic: String, change: TimeChange) {
    self.topic = topic
    self.change = change
  }
}
