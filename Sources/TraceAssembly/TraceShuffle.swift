import TraceModel

/// Where the spans of each partition lie in a batch: its rows, ordered by partition (stable).
struct ShuffledBatch: Sendable {
  private let rows: [UInt32]
  private let offsets: [UInt32]

  /// Counting sort of the batch's rows by the partition of their journey, or of their trace while journeys are unknown.
  init(_ batch: SpanBatch, partitions: Int, linked: LinkedTraces.Components?) {
    var partitionOfRow = [UInt32](repeating: 0, count: batch.records.count)
    var counts = [UInt32](repeating: 0, count: partitions + 1)
    var lastLow: UInt64 = 0
    var lastPartition: UInt32 = .max
    for row in batch.records.indices {
      let low = batch.records[row].traceID.low
      if low != lastLow || lastPartition == .max {
        lastLow = low
        lastPartition = UInt32(TraceID(high: 0, low: linked?.component(of: low) ?? low).partition(of: partitions))
      }
      partitionOfRow[row] = lastPartition
      counts[Int(lastPartition) + 1] += 1
    }
    for partition in 0..<partitions { counts[partition + 1] += counts[partition] }
    var next = counts
    var rows = [UInt32](repeating: 0, count: batch.records.count)
    for row in partitionOfRow.indices {
      let partition = Int(partitionOfRow[row])
      rows[Int(next[partition])] = UInt32(row)
      next[partition] += 1
    }
    self.rows = rows
    offsets = counts
  }

  /// The batch's rows that belong to a partition, in batch order.
  func rows(of partition: Int) -> ArraySlice<UInt32> {
    rows[Int(offsets[partition])..<Int(offsets[partition + 1])]
  }

  /// The partitions that have rows here, rising.
  var partitionsInUse: [Int] {
    (0..<offsets.count - 1).filter { offsets[$0] < offsets[$0 + 1] }
  }
}
