import TraceModel

/// One span of a hand-made table.
struct DrawnSpan {
  var id: UInt64
  var parent: UInt64 = 0
  var service = "shop"
  var name = "op"
  var kind = SpanKind.internal
  var status = SpanStatus.unset
  var start: Int64 = 0
  var end: Int64 = 0
  var flags: SpanFlags = []
  var attributes: [(String, AttributeValue)] = []
  /// Trace and span ids of linked spans.
  var links: [(TraceID, UInt64)] = []
  var events: [(String, [(String, AttributeValue)])] = []
}

struct DrawnTrace {
  var id: TraceID
  var spans: [DrawnSpan]

  init(_ id: UInt64, _ spans: [DrawnSpan]) {
    self.id = TraceID(high: 0, low: id)
    self.spans = spans
  }
}

/// A whole small run, drawn journey by journey; cut into tables at will, all of which share symbols and resources.
struct DrawnRun {
  var journeys: [[DrawnTrace]]

  /// Tables of the journeys with these numbers, in that order.
  func tables(_ cuts: [[Int]]) -> [SpanTable] {
    var interner = SymbolInterner()
    var arena = AttributeArena()
    func block(_ attributes: [(String, AttributeValue)]) -> ArenaReference {
      let start = arena.beginBlock()
      for (key, value) in attributes { arena.append(key: interner.intern(bytes(key)), value) }
      return ArenaReference(arena: 0, offset: arena.endBlock(at: start, count: attributes.count))
    }
    var services: [String] = []
    var resources: [Resource] = []
    var parts: [SpanColumns] = []
    // Names and resources of the whole run first, so that every cut has the same.
    for span in journeys.joined().flatMap(\.spans) where !services.contains(span.service) {
      services.append(span.service)
      var resource = Resource()
      resource.service = interner.intern(bytes(span.service))
      resource.version = interner.intern(bytes("1.2"))
      resource.attributes = block([("service.name", .string(bytes(span.service)))])
      resources.append(resource)
    }
    for cut in cuts {
      var columns = SpanColumns()
      for number in cut {
        let rowOf = addRows(
          of: journeys[number], to: &columns, services: services, intern: { interner.intern(bytes($0)) })
        for trace in journeys[number] {
          for span in trace.spans {
            for (traceID, spanID) in span.links {
              let target = rowOf[Place(trace: traceID, span: spanID)] ?? -1
              columns.links.append(
                SpanLink(
                  traceID: traceID, spanID: SpanID(spanID), target: target, flags: 1,
                  attributes: block([("l", .int(1))])))
            }
            columns.linkOffsets.append(Int32(columns.links.count))
            for (name, attributes) in span.events {
              columns.events.append(
                SpanEvent(time: span.start, name: interner.intern(bytes(name)), attributes: block(attributes)))
            }
            columns.eventOffsets.append(Int32(columns.events.count))
            columns.attributes.append(block(span.attributes))
          }
        }
      }
      parts.append(columns)
    }
    let (symbols, map) = SymbolTable.sorting(interner)
    for index in resources.indices {
      resources[index].service = map[Int(resources[index].service.index)]
      resources[index].version = map[Int(resources[index].version.index)]
    }
    return parts.map { columns in
      var columns = columns
      for row in columns.names.indices {
        columns.names[row] = map[Int(columns.names[row].index)]
        columns.services[row] = map[Int(columns.services[row].index)]
      }
      for row in columns.events.indices { columns.events[row].name = map[Int(columns.events[row].name.index)] }
      return SpanTable(
        columns: columns, symbols: symbols, resources: resources, arenas: [arena], keyMaps: [map],
        ownArena: AttributeArena())
    }
  }

  private struct Place: Hashable {
    var trace: TraceID
    var span: UInt64
  }

  private func addRows(
    of journey: [DrawnTrace], to columns: inout SpanColumns, services: [String], intern: (String) -> Symbol
  ) -> [Place: Int32] {
    var rowOf: [Place: Int32] = [:]
    for trace in journey {
      let number = Int32(columns.traceIDs.count)
      columns.traceIDs.append(trace.id)
      for span in trace.spans {
        rowOf[Place(trace: trace.id, span: span.id)] = Int32(columns.spanIDs.count)
        columns.spanIDs.append(SpanID(span.id))
        columns.parentIDs.append(SpanID(span.parent))
        columns.starts.append(span.start)
        columns.ends.append(span.end)
        columns.services.append(intern(span.service))
        columns.names.append(intern(span.name))
        columns.kinds.append(span.kind)
        columns.statuses.append(span.status)
        columns.flags.append(span.flags)
        columns.resources.append(UInt32(services.firstIndex(of: span.service) ?? 0))
        columns.traces.append(number)
      }
      for span in trace.spans {
        columns.parents.append(span.parent == 0 ? -1 : rowOf[Place(trace: trace.id, span: span.parent)] ?? -1)
      }
      columns.traceOffsets.append(Int32(columns.spanIDs.count))
    }
    columns.journeyOffsets.append(Int32(columns.traceIDs.count))
    return rowOf
  }
}

func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
