/// A message that a consumer got, known by what its spans say of the message: no link and no parent joins the two.
public struct StitchedDelivery: Hashable, Sendable {
  /// What the two spans have in common.
  public enum Evidence: UInt8, Sendable {
    /// System, destination and message id.
    case messageID
    /// System, destination, partition and offset.
    case offset
    /// System and destination: the messages and those who take them, in the order of time. A guess, made on demand only, and never a cause.
    case time
  }

  /// Row of the consumer.
  public var consumer: Int32
  /// Row of the producer, perhaps in another trace of the same journey.
  public var producer: Int32
  public var by: Evidence

  public init(consumer: Int32, producer: Int32, by: Evidence) {
    self.consumer = consumer
    self.producer = producer
    self.by = by
  }
}

extension SpanTable {
  /// The messages that a consumer without link and parent got: one at most, but for those told by the order of time. O(log *n*) in the table's stitched
  /// deliveries.
  public func stitchedDeliveries(of consumer: SpanIndex) -> ArraySlice<StitchedDelivery> {
    let stitched = columns.stitched
    if stitched.isEmpty { return [] }
    var low = 0
    var high = stitched.count
    while low < high {
      let middle = (low + high) / 2
      if Int(stitched[middle].consumer) < consumer.row { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < stitched.count, Int(stitched[end].consumer) == consumer.row { end += 1 }
    return stitched[low..<end]
  }
}
