public import TraceModel

extension SpanTable {
  /// The table of these spans, whatever their order. Every trace is a journey of its own.
  public static func assembled(_ spans: [DrawnSpan]) -> SpanTable {
    let decoded = DecodedSpans(spans)
    let batch = decoded.batches[0]
    let map = decoded.symbolMaps[0]
    let resources = batch.resources.map { resource in
      var resource = resource
      resource.service = map[Int(resource.service.index)]
      resource.namespace = map[Int(resource.namespace.index)]
      resource.version = map[Int(resource.version.index)]
      resource.environment = map[Int(resource.environment.index)]
      resource.host = map[Int(resource.host.index)]
      resource.instance = map[Int(resource.instance.index)]
      return resource
    }
    let records = batch.records.sorted {
      ($0.traceID, $0.start, $0.spanID, $0.end) < ($1.traceID, $1.start, $1.spanID, $1.end)
    }
    var columns = SpanColumns()
    var rows: [TraceID: [SpanID: Int32]] = [:]
    for (row, record) in records.enumerated() where rows[record.traceID]?[record.spanID] == nil {
      rows[record.traceID, default: [:]][record.spanID] = Int32(row)
    }
    var children = [[Int32]](repeating: [], count: records.count)
    for (row, record) in records.enumerated() {
      if columns.traceIDs.last != record.traceID {
        if row > 0 { columns.traceOffsets.append(Int32(row)) }
        columns.traceIDs.append(record.traceID)
      }
      let parent = record.parentID.isNone ? nil : rows[record.traceID]?[record.parentID]
      var flags = record.flags
      if parent == nil, !record.parentID.isNone { flags.insert(.orphan) }
      if let parent { children[Int(parent)].append(Int32(row)) }
      columns.spanIDs.append(record.spanID)
      columns.parentIDs.append(record.parentID)
      columns.parents.append(parent ?? -1)
      columns.starts.append(record.start)
      columns.ends.append(record.end)
      columns.services.append(resources[Int(record.resource)].service)
      columns.names.append(map[Int(record.name.index)])
      columns.kinds.append(record.kind)
      columns.statuses.append(record.status)
      columns.flags.append(flags)
      columns.resources.append(record.resource)
      columns.attributes.append(ArenaReference(arena: 0, offset: record.attributes))
      columns.traces.append(Int32(columns.traceIDs.count - 1))
      for place in 0..<Int(record.linkCount) {
        let link = batch.links[Int(record.firstLink) + place]
        columns.links.append(
          SpanLink(
            traceID: link.traceID, spanID: link.spanID, target: rows[link.traceID]?[link.spanID] ?? -1,
            flags: link.flags, attributes: .none))
      }
      columns.linkOffsets.append(Int32(columns.links.count))
      columns.eventOffsets.append(0)
    }
    if !records.isEmpty { columns.traceOffsets.append(Int32(records.count)) }
    for list in children {
      columns.children += list
      columns.childOffsets.append(Int32(columns.children.count))
    }
    columns.journeyOffsets = (0...Int32(columns.traceIDs.count)).map { $0 }
    return SpanTable(
      columns: columns, symbols: decoded.symbols, resources: resources, arenas: [batch.arena],
      keyMaps: decoded.symbolMaps, ownArena: AttributeArena())
  }
}
