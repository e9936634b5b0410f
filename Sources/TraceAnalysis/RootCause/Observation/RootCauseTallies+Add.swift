import TraceModel

extension RootCauseTallies {
  /// Stands for "calls nobody traced".
  static let noCallee: UInt32 = .max

  static func pair(_ left: Symbol, _ right: Symbol) -> UInt64 {
    UInt64(left.index) << 32 | UInt64(right.index)
  }

  /// Adds one trace to the bucket.
  mutating func add(
    _ trace: Trace, shape: EntryShape, marks: EntryMarks, bucket: UInt64, peers: inout PeerNames
  ) {
    let table = trace.table
    let columns = table.columns
    let id = trace.id
    for row in shape.entries {
      let place = row - shape.base
      let pair = RootCauseTallies.pair(columns.services[row], columns.names[row])
      let key = KeyIndex.Key(pair, bucket)
      let own = shape.own[place]
      let parent = Int(columns.parents[row])
      if !columns.flags[row].contains(.missingTime) {
        // Pauses between attempts are waiting for whoever fails.
        if !EntryShape.isRootCall(row, in: table), !marks.callFailed[place] {
          self.own.update(key, Histogram()) { $0.add(own) }
        }
        slowest.update(KeyIndex.Key(pair), Exemplar(value: own, trace: id)) {
          Exemplar.combine(&$0, Exemplar(value: own, trace: id))
        }
        if parent < 0 {
          requests.update(key, CallStatistics()) {
            $0.add(
              failed: columns.statuses[row] == .error, duration: columns.ends[row] &- columns.starts[row], timed: true)
          }
        }
      }
      outcomes.update(key, EntryOutcome()) {
        $0.calls += 1
        if marks.failed[place] {
          if marks.failedBelow[place] {
            $0.passedOn += 1
          } else {
            $0.originated += 1
            if marks.onlyLogged[place] { $0.onlyLogged += 1 }
          }
        }
      }
      calledIn.update(KeyIndex.Key(pair), SmallestTraces()) { $0.offer(id) }
      if marks.failed[place], !marks.failedBelow[place] {
        failing.update(KeyIndex.Key(pair), Exemplar(value: 0, trace: id)) {
          Exemplar.combine(&$0, Exemplar(value: 0, trace: id))
        }
      }
      let resource = table.resource(of: SpanIndex(row: row))
      places.update(
        KeyIndex.Key(
          RootCauseTallies.pair(columns.services[row], resource.instance),
          RootCauseTallies.pair(resource.version, resource.host)), PlaceStatistics()
      ) {
        $0.calls += 1
        if marks.failed[place], !marks.failedBelow[place] { $0.failed += 1 }
        if !columns.flags[row].contains(.missingTime) { $0.own.add(own) }
      }
      versions.update(
        KeyIndex.Key(RootCauseTallies.pair(columns.services[row], resource.version)), columns.starts[row]
      ) { $0 = min($0, columns.starts[row]) }
      if parent >= 0 { addCall(row, from: parent, table, id, bucket) }
      addWait(row, table, id, bucket)
    }
    for (entry, template) in marks.templates {
      let pair = RootCauseTallies.pair(columns.services[entry], columns.names[entry])
      logged.update(KeyIndex.Key(pair, UInt64(UInt32(template)) << 32 | bucket), 0) { $0 += 1 }
      loggedIn.update(KeyIndex.Key(pair, UInt64(UInt32(template)) << 32), SmallestTraces()) { $0.offer(id) }
    }
    for (entry, client) in marks.refused where !marks.failedBelow[entry - shape.base] {
      let pair = RootCauseTallies.pair(columns.services[entry], columns.names[entry])
      refused.update(KeyIndex.Key(pair, UInt64(client.index) << 32 | bucket), 0) { $0 += 1 }
    }
    for (row, waited, outlived) in marks.abandoned where !marks.failedBelow[row - shape.base] {
      let pair = RootCauseTallies.pair(columns.services[row], columns.names[row])
      let caller = columns.services[Int(columns.parents[row])]
      abandoned.update(KeyIndex.Key(pair, UInt64(caller.index) << 32 | bucket), AbandonedCalls()) {
        $0.waited.add(waited)
        if outlived { $0.outlived += 1 }
      }
    }
    for row in trace.rows where shape.entryOf[row - shape.base] >= 0 {
      if EntryShape.isRootCall(row, in: table) {
        addCallOut(
          row, to: EntryShape.answer(to: row, in: table), entry: row, table, id, bucket, &peers)
      }
      addChildren(of: row, entry: shape.entryOf[row - shape.base], table, id, bucket, &peers)
    }
  }

  private mutating func addCall(
    _ row: Int, from parent: Int, _ table: SpanTable, _ id: TraceID, _ bucket: UInt64
  ) {
    let columns = table.columns
    let pair = RootCauseTallies.pair(columns.services[parent], columns.services[row])
    // Who sends a message does not learn what becomes of it.
    if columns.kinds[row] != .consumer, columns.kinds[parent] != .producer {
      links.update(KeyIndex.Key(pair, bucket), 0) { $0 += 1 }
    }
    guard columns.kinds[parent] == .client, !columns.flags[row].contains(.missingTime),
      !columns.flags[parent].contains(.missingTime)
    else { return }
    let outer = table.duration(of: SpanIndex(row: parent))
    let inner = table.duration(of: SpanIndex(row: row))
    let gap = max(0, outer &- inner)
    self.gap.update(KeyIndex.Key(pair, bucket), Histogram()) { $0.add(gap) }
    requestGap.update(KeyIndex.Key(pair, bucket), SignedHistogram()) {
      $0.add(columns.starts[row].subtractingSaturated(columns.starts[parent]))
    }
    responseGap.update(KeyIndex.Key(pair, bucket), SignedHistogram()) {
      $0.add(columns.ends[parent].subtractingSaturated(columns.ends[row]))
    }
    let operation = RootCauseTallies.pair(columns.services[row], columns.names[row])
    served.update(KeyIndex.Key(operation, bucket), Histogram()) { $0.add(inner) }
    widest.update(KeyIndex.Key(pair), Exemplar(value: gap, trace: id)) {
      Exemplar.combine(&$0, Exemplar(value: gap, trace: id))
    }
  }

  /// Time from the end of publishing to the start of consuming, over a link or a parent.
  private mutating func addWait(_ row: Int, _ table: SpanTable, _ id: TraceID, _ bucket: UInt64) {
    let columns = table.columns
    guard columns.kinds[row] == .consumer else { return }
    let pair = RootCauseTallies.pair(columns.services[row], columns.names[row])
    var sources = table.links(of: SpanIndex(row: row)).compactMap(\.span)
    if sources.isEmpty, let parent = table.parent(of: SpanIndex(row: row)) { sources = [parent] }
    for source in sources where columns.kinds[source.row] == .producer {
      let waited = columns.starts[row] &- columns.ends[source.row]
      wait.update(KeyIndex.Key(pair, bucket), Histogram()) { $0.add(waited) }
      longestWait.update(KeyIndex.Key(pair), Exemplar(value: waited, trace: id)) {
        Exemplar.combine(&$0, Exemplar(value: waited, trace: id))
      }
    }
  }

  private mutating func addChildren(
    of row: Int, entry: Int, _ table: SpanTable, _ id: TraceID, _ bucket: UInt64, _ peers: inout PeerNames
  ) {
    let columns = table.columns
    // What a message set off is told by deliveries.
    if columns.kinds[row] == .producer { return }
    var members: [UInt64] = []
    for child in table.children(of: SpanIndex(row: row)) {
      let child = Int(child)
      var named = child
      if columns.kinds[child] == .client {
        let callee = EntryShape.answer(to: child, in: table)
        if let callee { named = callee }
        if columns.services[child] == columns.services[row], columns.kinds[child] == .client {
          addCallOut(child, to: callee, entry: entry, table, id, bucket, &peers)
        }
      }
      members.append(RootCauseTallies.pair(columns.services[named], columns.names[named]))
    }
    members.sort()
    var kept: [UInt64] = []
    for member in members where kept.last != member { kept.append(member) }
    let parent = RootCauseTallies.pair(columns.services[row], columns.names[row])
    var digest = TraceID.mix(parent) &+ UInt64(columns.kinds[row].rawValue)
    for member in kept { digest = TraceID.mix(digest ^ TraceID.mix(member &+ 0x9e37_79b9_7f4a_7c15)) }
    let initial = ChildSet(
      service: columns.services[row], operation: columns.names[row], kind: columns.kinds[row], members: kept,
      example: id)
    sets.update(KeyIndex.Key(digest, bucket), initial) {
      $0.count += 1
      $0.example = min($0.example, id)
    }
  }

  /// Adds a call by its answer; one that nobody answered is a call out of the traced services.
  private mutating func addCallOut(
    _ client: Int, to callee: Int?, entry: Int, _ table: SpanTable, _ id: TraceID, _ bucket: UInt64,
    _ peers: inout PeerNames
  ) {
    addOutgoing(client, to: callee, table, bucket)
    if callee != nil { return }
    addLeaf(client, table, id, bucket, &peers)
    let columns = table.columns
    let pair = RootCauseTallies.pair(columns.services[entry], columns.names[entry])
    leafCalls.update(KeyIndex.Key(pair, UInt64(columns.names[client].index) << 32 | bucket), 0) { $0 += 1 }
  }

  private mutating func addOutgoing(_ client: Int, to callee: Int?, _ table: SpanTable, _ bucket: UInt64) {
    let columns = table.columns
    let pair = RootCauseTallies.pair(columns.services[client], columns.names[client])
    let service = callee.map { columns.services[$0].index } ?? RootCauseTallies.noCallee
    outgoing.update(KeyIndex.Key(pair, UInt64(service) << 32 | bucket), 0) { $0 += 1 }
  }

  /// Adds a call out of the traced services. Attributes are read only of the longest so far.
  private mutating func addLeaf(
    _ client: Int, _ table: SpanTable, _ id: TraceID, _ bucket: UInt64, _ peers: inout PeerNames
  ) {
    let columns = table.columns
    if columns.flags[client].contains(.missingTime) { return }
    let pair = RootCauseTallies.pair(columns.services[client], columns.names[client])
    let duration = table.duration(of: SpanIndex(row: client))
    leaf.update(KeyIndex.Key(pair, bucket), Histogram()) { $0.add(duration) }
    slowestLeaf.update(KeyIndex.Key(pair), LeafExemplar()) {
      if $0.isLess(than: duration, in: id) {
        $0 = LeafExemplar(
          longest: Exemplar(value: duration, trace: id), callee: RootCauseResult.Callee(client, in: table, &peers),
          peerService: peers.peerService.map { String(decoding: $0, as: UTF8.self) })
      }
    }
  }
}
