extension SpanTable {
  /// Some traces of a journey as a table of their own, of one journey.
  ///
  /// Links to the others lead to spans that are absent, deliveries from or to them are gone.
  ///
  /// - Parameter traces: Their numbers, in order.
  /// - Returns: The table.
  /// - Complexity: O(spans + links + events) of these traces, beside the stitched deliveries of the table.
  public func restricted(to traces: [Int]) -> SpanTable {
    var left = SpanColumns()
    /// By row of this table; -1 for what is left out.
    var rows: [Int32: Int32] = [:]
    for trace in traces {
      for row in Int(columns.traceOffsets[trace])..<Int(columns.traceOffsets[trace + 1]) {
        rows[Int32(row)] = Int32(rows.count)
      }
    }
    for trace in traces {
      for row in Int(columns.traceOffsets[trace])..<Int(columns.traceOffsets[trace + 1]) {
        left.append(row, of: self, rows)
      }
      left.traceIDs.append(columns.traceIDs[trace])
      left.traceOffsets.append(Int32(left.spanIDs.count))
    }
    left.journeyOffsets.append(Int32(traces.count))
    for delivery in columns.stitched {
      if let consumer = rows[delivery.consumer], let producer = rows[delivery.producer] {
        left.stitched.append(StitchedDelivery(consumer: consumer, producer: producer, by: delivery.by))
      }
    }
    return SpanTable(left, of: self)
  }
}

extension SpanColumns {
  /// Appends a row; parents and children are of its trace, which is there as a whole.
  fileprivate mutating func append(_ row: Int, of table: SpanTable, _ rows: [Int32: Int32]) {
    let other = table.columns
    let span = SpanIndex(row: row)
    spanIDs.append(other.spanIDs[row])
    parentIDs.append(other.parentIDs[row])
    parents.append(rows[other.parents[row]] ?? -1)
    starts.append(other.starts[row])
    ends.append(other.ends[row])
    services.append(other.services[row])
    names.append(other.names[row])
    kinds.append(other.kinds[row])
    statuses.append(other.statuses[row])
    flags.append(other.flags[row])
    resources.append(other.resources[row])
    attributes.append(other.attributes[row])
    traces.append(Int32(traceIDs.count))
    children += table.children(of: span).compactMap { rows[$0] }
    childOffsets.append(Int32(children.count))
    for var link in table.links(of: span) {
      if link.target >= 0 { link.target = rows[link.target] ?? SpanLink.absent }
      links.append(link)
    }
    linkOffsets.append(Int32(links.count))
    events += table.events(of: span)
    eventOffsets.append(Int32(events.count))
  }
}
