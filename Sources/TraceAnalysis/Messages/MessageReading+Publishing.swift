import TraceModel

/// Which spans publish: what was created is sent by another span, and one publish may be several spans.
extension MessageReading {
  /// How far up a span's ancestors are looked at.
  static let reach = 64

  /// Tells creations from sending, and which sending each creation belongs to. A creation that nobody sent is what was published.
  mutating func findSenders(in table: SpanTable) {
    for _ in spans {
      senders.append(-1)
      created.append(0)
    }
    for index in spans.indices where spans[index].role == .publish && spans[index].isSaid {
      markCreations(of: index, in: table)
    }
    for index in spans.indices where spans[index].role == .publish {
      for link in table.links(of: SpanIndex(row: spans[index].row)) where link.target >= 0 {
        if let other = self.index(of: Int(link.target)), spans[other].role == .create { send(other, by: index) }
      }
    }
    for index in spans.indices where spans[index].role.isContext {
      guard let around = contextAround(index, in: table) else { continue }
      switch (spans[index].role, spans[around].role) {
      case (.create, .publish): send(index, by: around)
      case (.publish, .create): send(around, by: index)
      default: break
      }
    }
    for index in spans.indices where spans[index].role == .create && senders[index] < 0 {
      spans[index].role = .publish
    }
  }

  private mutating func send(_ creation: Int, by sender: Int) {
    if senders[creation] >= 0 { return }
    senders[creation] = Int32(sender)
    created[sender] += 1
  }

  /// A PRODUCER that does not say what it does, and that a sending span links to or lies below, created the message
  /// (Azure Service Bus, Event Hubs).
  private mutating func markCreations(of sender: Int, in table: SpanTable) {
    for link in table.links(of: SpanIndex(row: spans[sender].row)) where link.target >= 0 {
      if let index = index(of: Int(link.target)) { markCreation(index, of: sender, in: table) }
    }
    if let around = contextAround(sender, in: table) { markCreation(around, of: sender, in: table) }
  }

  private mutating func markCreation(_ index: Int, of sender: Int, in table: SpanTable) {
    if index != sender, spans[index].role == .publish, !spans[index].isSaid,
      table.columns.kinds[spans[index].row] == .producer, spans[index].owner.isOne(with: spans[sender].owner)
    {
      spans[index].role = .create
    }
  }

  /// The nearest publishing or creating span of the same service that a span lies within.
  private func contextAround(_ index: Int, in table: SpanTable) -> Int? {
    var row = Int(table.columns.parents[spans[index].row])
    for _ in 0..<MessageReading.reach where row >= 0 {
      if let other = self.index(of: row) {
        return spans[other].role.isContext && spans[other].owner.isOne(with: spans[index].owner) ? other : nil
      }
      if !table.isWithinOneService(row, spans[index].row) { return nil }
      row = Int(table.columns.parents[row])
    }
    return nil
  }

  // MARK: Nested publishes

  mutating func joinNestedPublishes(in table: SpanTable) {
    for index in spans.indices {
      let around = spans[index].role == .publish ? publishAround(index, in: table) : nil
      outermost.append(Int32(around ?? index))
    }
    for index in spans.indices {
      var root = index
      while Int(outermost[root]) != root { root = Int(outermost[root]) }
      var next = index
      while Int(outermost[next]) != root {
        let above = Int(outermost[next])
        outermost[next] = Int32(root)
        next = above
      }
    }
  }

  /// The parent publish of the same message: same service and message id, and no other topic; same name too where one of them has no id.
  private func publishAround(_ index: Int, in table: SpanTable) -> Int? {
    let row = spans[index].row
    let parent = Int(table.columns.parents[row])
    guard parent >= 0, let above = self.index(of: parent), spans[above].role == .publish,
      spans[above].owner.isOne(with: spans[index].owner)
    else { return nil }
    let topics = (spans[above].topic, spans[index].topic)
    if !topics.0.isEmpty, !topics.1.isEmpty, topics.0 != topics.1 { return nil }
    if spans[above].messageID != 0 && spans[index].messageID != 0 {
      return spans[above].messageID == spans[index].messageID ? above : nil
    }
    guard table.columns.names[parent] == table.columns.names[row] else { return nil }
    let siblings = table.children(of: SpanIndex(row: parent))
    if siblings.count > 8 { return nil }
    return siblings.allSatisfy { Int($0) == row || self.index(of: Int($0)) == nil } ? above : nil
  }
}
