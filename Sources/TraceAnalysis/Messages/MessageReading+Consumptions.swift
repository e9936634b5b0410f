import TraceModel

/// What each consumer span took, those without a known producer too.
extension MessageReading {
  mutating func findConsumptions(in table: SpanTable) {
    consumptions.append(contentsOf: repeatElement(.none, count: spans.count))
    // By span: whether a consumer span lies within it.
    scratch.isBelow.removeAll(keepingCapacity: true)
    scratch.isBelow.append(contentsOf: repeatElement(false, count: spans.count))
    for index in spans.indices where above[index] >= 0 { scratch.isBelow[Int(above[index])] = true }
    var silent = false
    for index in spans.indices where spans[index].role.isConsumption {
      let own = Int(offsets[index])..<Int(offsets[index + 1])
      if own.isEmpty {
        silent = true
        consumptions[index] = .within
      } else {
        consumptions[index] = own.contains { deliveries[$0].counts } ? .delivers : .within
      }
    }
    if !silent { return }
    for index in spans.indices where spans[index].role.isConsumption && offsets[index] == offsets[index + 1] {
      if !scratch.isBelow[index] { findConsumption(of: index, in: table) }
    }
    findPolls(in: table)
  }

  /// A consumer without a known producer and without another consumer within it: it belongs to the delivery of what lies around it, else it is a
  /// delivery of its own, counted at the outermost span that tells of no other.
  private mutating func findConsumption(of index: Int, in table: SpanTable) {
    if spans[index].role == .receive, spans[index].batchCount == 0 {
      consumptions[index] = .poll
      return
    }
    var outermost = index
    var around = Int(above[index])
    var steps = 0
    while around >= 0, steps < MessageReading.reach {
      if offsets[around] < offsets[around + 1] {
        joinSilent(index, to: around, in: table)
        return
      }
      outermost = around
      around = Int(above[around])
      steps += 1
    }
    // An id of its own makes it the consumer; else the outermost is.
    if spans[index].messageID != 0 { outermost = index }
    let row = spans[outermost].row
    let isMessage = table.columns.kinds[row] == .consumer || spans[outermost].messageID != 0 || outermost != index
    let count = spans[outermost].batchCount >= 0 ? spans[outermost].batchCount : isMessage ? 1 : 0
    if case .unmatched(let earlier) = consumptions[outermost] {
      // The next of several within one: a batch that says how large it is counts as it says.
      consumptions[outermost] = .unmatched(spans[outermost].batchCount >= 0 ? count : earlier + count)
    } else {
      consumptions[outermost] = .unmatched(count)
    }
  }

  /// A span that tells of no message lies within one that does: a receive that began before the message was sent took it where this one starts.
  private mutating func joinSilent(_ index: Int, to around: Int, in table: SpanTable) {
    let row = spans[index].row
    if table.columns.flags[row].contains(.missingTime) { return }
    let start = table.columns.starts[row]
    for number in Int(offsets[around])..<Int(offsets[around + 1]) {
      let delivery = deliveries[number]
      guard delivery.producer >= 0, delivery.taken != .max,
        !table.columns.flags[delivery.producer].contains(.missingTime)
      else { continue }
      let end = table.columns.ends[delivery.producer]
      if start >= end, delivery.taken < end || start < delivery.taken { deliveries[number].taken = start }
    }
  }

  // MARK: Polls

  /// Finds the receives of which nothing, on them or below them, tells of a message.
  private mutating func findPolls(in table: SpanTable) {
    let candidates = spans.indices.filter { index in
      guard case .unmatched = consumptions[index] else { return false }
      let span = spans[index]
      return span.role == .receive && span.messageID == 0 && !scratch.isBelow[index] && span.batchCount <= 0
        && table.links(of: SpanIndex(row: span.row)).isEmpty && isStartedByItsService(span.row, in: table)
    }
    if candidates.isEmpty { return }
    markEvidence(in: table)
    for index in candidates where scratch.marks[spans[index].row - rows.lowerBound] == 0 {
      if case .unmatched(let count) = consumptions[index] { consumptions[index] = .perhapsPoll(count) }
    }
  }

  private func isStartedByItsService(_ row: Int, in table: SpanTable) -> Bool {
    let parent = Int(table.columns.parents[row])
    return parent < 0 || table.isWithinOneService(parent, row)
  }

  /// Marks the rows that have below them, or are, a span with a link, a message id or a producer as parent. O(*n*).
  private mutating func markEvidence(in table: SpanTable) {
    scratch.marks.removeAll(keepingCapacity: true)
    scratch.marks.append(contentsOf: repeatElement(0, count: rows.count))
    for row in rows where tells(row, in: table) {
      var row = row
      while row >= 0, scratch.marks[row - rows.lowerBound] == 0 {
        scratch.marks[row - rows.lowerBound] = 1
        row = Int(table.columns.parents[row])
      }
    }
  }

  private func tells(_ row: Int, in table: SpanTable) -> Bool {
    if !table.links(of: SpanIndex(row: row)).isEmpty { return true }
    if let index = index(of: row), spans[index].messageID != 0 { return true }
    let parent = Int(table.columns.parents[row])
    guard parent >= 0 else { return false }
    return index(of: parent).map { spans[$0].role.isContext } ?? (table.columns.kinds[parent] == .producer)
  }

  /// Whether a consumer span tells of a message: what other receives of its service and destination would tell, had they got one.
  func tellsOfMessage(_ index: Int, in table: SpanTable) -> Bool {
    switch consumptions[index] {
    case .none, .poll, .perhapsPoll: false
    case .delivers: true
    case .within, .unmatched: offsets[index] < offsets[index + 1] || spans[index].messageID != 0
    }
  }
}
