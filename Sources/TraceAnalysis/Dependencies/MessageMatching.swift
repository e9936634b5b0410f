import TraceModel

/// Which consumer got which message from which producer, within one journey: by links and parents, else by what assembly stitched.
///
/// Reused from journey to journey: ``begin(_:)``, ``append(_:)`` in row order, ``match(in:)``, read, ``end()``.
struct MessageMatching: Sendable {
  enum Evidence: UInt8, CaseIterable, Sendable {
    case link, parent, messageID, offset, time

    var isExact: Bool { self == .link || self == .parent }

    /// How sure an edge is that this tells of.
    var confidence: DependencyEdge.Confidence {
      switch self {
      case .link, .parent: .exact
      case .messageID, .offset: .strong
      case .time: .guess
      }
    }
  }

  /// One message as one consumer span got it.
  struct Delivery: Sendable {
    /// Place of the consumer in ``spans``.
    var consumer: Int
    /// Row of the producer's span (the outermost of its message), -1 when it is linked but not in the dump.
    var producer: Int
    var by: Evidence
    /// False for a receive whose message a process span of the same service counts already, and the other way round.
    var counts = true
    /// Its producer was not sampled: the link says so.
    var isSampledOut = false
    /// Tells messages apart: the producer's row, or the ids of a span that is not in the dump.
    var message: (UInt64, UInt64, UInt64)
  }

  private(set) var spans: [MessageSpan] = []
  /// By consumer, in the order of ``spans``.
  private(set) var deliveries: [Delivery] = []
  /// `deliveries[offsets[i]..<offsets[i + 1]]` are those of `spans[i]`.
  private(set) var offsets: [Int] = [0]
  /// For each span, the place of the outermost span of the same message: SDKs nest two PRODUCER spans for one publish.
  private(set) var outermost: [Int] = []
  /// Whether a process span of the same service is a child: then that one is the operation.
  private(set) var hasProcessBelow: [Bool] = []
  /// Whether the messages of this process span are counted at the receive span above it.
  private(set) var isCountedAbove: [Bool] = []
  /// By row of the journey: place in ``spans`` plus 1, or 0.
  private var places: [Int32] = []
  private var firstRow = 0
  private var order: [Int] = []

  mutating func begin(_ rows: Range<Int>) {
    firstRow = rows.lowerBound
    if places.count < rows.count {
      places.append(contentsOf: repeatElement(0, count: rows.count - places.count))
    }
  }

  mutating func append(_ span: MessageSpan) {
    spans.append(span)
    places[span.row - firstRow] = Int32(spans.count)
  }

  /// Forgets the journey.
  mutating func end() {
    for span in spans { places[span.row - firstRow] = 0 }
    spans.removeAll(keepingCapacity: true)
    deliveries.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    offsets.append(0)
  }

  /// The place in ``spans`` of the span of `row`, or nil.
  func place(of row: Int) -> Int? {
    let offset = row - firstRow
    guard offset >= 0, offset < places.count, places[offset] > 0 else { return nil }
    return Int(places[offset]) - 1
  }

  /// Finds all deliveries. O(*n* log *n*) in the messaging spans and their links.
  mutating func match(in table: SpanTable) {
    joinNestedPublishes(in: table)
    noteProcessing(in: table)
    for consumer in spans.indices {
      if spans[consumer].role.isConsumption { appendDeliveries(of: consumer, in: table) }
      offsets.append(deliveries.count)
    }
    chooseDeliveries()
    for place in spans.indices where spans[place].role == .process && offsets[place] == offsets[place + 1] {
      if let above = receiveAbove(place, in: table), offsets[above] < offsets[above + 1] {
        isCountedAbove[place] = true
      }
    }
  }

  // MARK: Nested publishes

  private mutating func joinNestedPublishes(in table: SpanTable) {
    outermost.removeAll(keepingCapacity: true)
    for place in spans.indices {
      outermost.append(spans[place].role == .publish ? publishAround(place, in: table) ?? place : place)
    }
    for place in spans.indices {
      var root = place
      while outermost[root] != root { root = outermost[root] }
      var next = place
      while outermost[next] != root {
        let above = outermost[next]
        outermost[next] = root
        next = above
      }
    }
  }

  /// The parent publish of the same message: same service and name, and the same message id where both have one.
  private func publishAround(_ place: Int, in table: SpanTable) -> Int? {
    let row = spans[place].row
    let parent = Int(table.columns.parents[row])
    guard parent >= 0, let above = self.place(of: parent), spans[above].role == .publish,
      table.columns.services[parent] == table.columns.services[row],
      table.columns.names[parent] == table.columns.names[row]
    else { return nil }
    if spans[above].messageID != 0 && spans[place].messageID != 0 {
      return spans[above].messageID == spans[place].messageID ? above : nil
    }
    let siblings = table.children(of: SpanIndex(row: parent))
    if siblings.count > 8 { return nil }
    return siblings.allSatisfy { Int($0) == row || self.place(of: Int($0)) == nil } ? above : nil
  }

  // MARK: Receive and process

  private mutating func noteProcessing(in table: SpanTable) {
    hasProcessBelow.removeAll(keepingCapacity: true)
    hasProcessBelow.append(contentsOf: repeatElement(false, count: spans.count))
    isCountedAbove.removeAll(keepingCapacity: true)
    isCountedAbove.append(contentsOf: repeatElement(false, count: spans.count))
    for place in spans.indices where spans[place].role == .process {
      if let above = receiveAbove(place, in: table) { hasProcessBelow[above] = true }
    }
  }

  private func receiveAbove(_ place: Int, in table: SpanTable) -> Int? {
    let parent = Int(table.columns.parents[spans[place].row])
    guard parent >= 0, let above = self.place(of: parent), spans[above].role == .receive,
      spans[above].service == spans[place].service
    else { return nil }
    return above
  }

  // MARK: Deliveries

  /// Creation contexts of a consumer: links to producers and a producer as parent, each once; without any, the one that assembly found.
  private mutating func appendDeliveries(of consumer: Int, in table: SpanTable) {
    let row = spans[consumer].row
    let first = deliveries.count
    for link in table.links(of: SpanIndex(row: row)) {
      if link.target >= 0 {
        appendDelivery(of: consumer, from: Int(link.target), by: .link, in: table)
      } else {
        deliveries.append(
          Delivery(
            consumer: consumer, producer: -1, by: .link, isSampledOut: link.isSampledOut,
            message: (link.traceID.high, link.traceID.low, link.spanID.value)))
      }
    }
    let parent = Int(table.columns.parents[row])
    if parent >= 0 { appendDelivery(of: consumer, from: parent, by: .parent, in: table) }
    if deliveries.count == first {
      for stitched in table.stitchedDeliveries(of: SpanIndex(row: row)) {
        appendDelivery(of: consumer, from: Int(stitched.producer), by: Evidence(stitched.by), in: table)
      }
    }
    guard deliveries.count > first + 1 else { return }
    deliveries[first...].sort { $0.message == $1.message ? $0.by.rawValue < $1.by.rawValue : $0.message < $1.message }
    var kept = first
    for place in first + 1..<deliveries.count where deliveries[place].message != deliveries[kept].message {
      kept += 1
      deliveries[kept] = deliveries[place]
    }
    deliveries.removeLast(deliveries.count - kept - 1)
  }

  private mutating func appendDelivery(of consumer: Int, from row: Int, by: Evidence, in table: SpanTable) {
    var producer = row
    if let place = place(of: row) {
      guard spans[place].role.isContext else { return }
      producer = spans[outermost[place]].row
    } else if table.columns.kinds[row] != .producer {
      return
    }
    deliveries.append(Delivery(consumer: consumer, producer: producer, by: by, message: (.max, .max, UInt64(producer))))
  }

  /// Of receive and process spans of one service for one message, the more numerous count; process when equal.
  private mutating func chooseDeliveries() {
    guard deliveries.count > 1 else { return }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: deliveries.indices)
    order.sort { left, right in
      let (one, other) = (deliveries[left], deliveries[right])
      if one.message != other.message { return one.message < other.message }
      let services = (spans[one.consumer].service, spans[other.consumer].service)
      return services.0 == services.1 ? left < right : services.0 < services.1
    }
    var first = 0
    while first < order.count {
      let head = deliveries[order[first]]
      var end = first
      var processes = 0
      while end < order.count {
        let delivery = deliveries[order[end]]
        guard delivery.message == head.message, spans[delivery.consumer].service == spans[head.consumer].service else {
          break
        }
        if spans[delivery.consumer].role == .process { processes += 1 }
        end += 1
      }
      let receives = end - first - processes
      if processes > 0 && receives > 0 {
        let chosen: MessageRole = processes >= receives ? .process : .receive
        for place in first..<end where spans[deliveries[order[place]].consumer].role != chosen {
          deliveries[order[place]].counts = false
        }
      }
      first = end
    }
  }
}

extension MessageMatching.Evidence {
  init(_ evidence: StitchedDelivery.Evidence) {
    switch evidence {
    case .messageID: self = .messageID
    case .offset: self = .offset
    case .time: self = .time
    }
  }
}
