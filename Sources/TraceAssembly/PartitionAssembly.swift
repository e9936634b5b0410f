import TraceModel

/// Assembles one partition: the ordered list of steps.
///
/// 1. group rows by trace (``TraceRuns``); 2. find journeys by links between traces, which fixes the order of traces; then
/// trace by trace: 3. order spans, drop duplicates; 4. parents, halves of one id, cycles; 5. children; and at last
/// 6. resolve links, and deliveries known by their messages keys, to rows. Parents come after duplicates, since a copy must not count as a second half.
struct PartitionAssembly {
  let source: PartitionSource
  let symbols: SymbolTable
  let resources: [Resource]
  var columns = SpanColumns()
  var quality = DataQuality()
  var ownArena = AttributeArena()
  private let linked: LinkedTraces.Components
  private var ordering = SpanOrdering()
  private var parenting = ParentResolution()

  init(
    _ source: PartitionSource, symbols: SymbolTable, resources: [Resource], linked: LinkedTraces.Components
  ) {
    self.source = source
    self.linked = linked
    self.symbols = symbols
    self.resources = resources
  }

  mutating func assemble(_ rows: [SpanReference], _ stitches: [MessageStitch]) -> TraceAssembler.Partition {
    let batches = source.batches
    let traces = TraceRuns(rows, batches)
    quality[.traceIDForms] += traces.joinedForms
    let journeys = JourneyOrder(traces, rows, batches, stitches, linked)
    columns.reserve(rows.count, traces: traces.groups.count)
    for journey in journeys.journeys {
      for group in journey { appendTrace(traces.groups[group], traces, rows) }
      columns.journeyOffsets.append(Int32(columns.traceIDs.count))
    }
    var links = LinkResolution()
    let unresolved = links.resolve(&columns, traces, journeys, linked)
    quality[.unresolvedLink] += unresolved.absent
    quality[.cutLink] += unresolved.cut
    var stitching = StitchResolution()
    stitching.resolve(stitches, &columns, traces, journeys)
    let table = SpanTable(
      columns: columns, symbols: symbols, resources: resources, arenas: source.arenas, keyMaps: source.keyMaps,
      ownArena: ownArena)
    #if TRACEMILL_INVARIANTS
      table.checkInvariants()
    #endif
    return TraceAssembler.Partition(table: table, quality: quality)
  }

  private mutating func appendTrace(_ group: TraceRuns.Group, _ traces: TraceRuns, _ rows: [SpanReference]) {
    let firstRow = columns.spanIDs.count
    ordering.order(group, traces, rows, source)
    for (place, reference) in ordering.ordered.enumerated() {
      if place > 0, ordering.isDuplicate(place, source) {
        quality[.duplicateSpan] += 1
        mergeDuplicate(reference)
      } else {
        appendSpan(reference)
      }
    }
    columns.traceIDs.append(group.id)
    columns.traceOffsets.append(Int32(columns.spanIDs.count))
    parenting.resolve(&columns, rows: firstRow..<columns.spanIDs.count, &quality)
  }

  private mutating func appendSpan(_ reference: SpanReference) {
    let number = Int(reference.batch)
    let record = source.batches[number].records[Int(reference.row)]
    let resource = source.resourceMaps[number][Int(record.resource)]
    columns.spanIDs.append(record.spanID)
    columns.parentIDs.append(record.parentID)
    columns.starts.append(record.start)
    columns.ends.append(record.end)
    columns.services.append(resources[Int(resource)].service)
    columns.names.append(source.symbolMaps[number][Int(record.name.index)])
    columns.kinds.append(record.kind)
    columns.statuses.append(record.status)
    columns.flags.append(record.flags)
    columns.resources.append(resource)
    columns.attributes.append(
      record.attributes == 0 ? .none : ArenaReference(arena: reference.batch, offset: record.attributes))
    columns.traces.append(Int32(columns.traceIDs.count))
    if record.linkCount > 0 || record.eventCount > 0 { appendParts(of: record, reference.batch) }
    columns.linkOffsets.append(Int32(columns.links.count))
    columns.eventOffsets.append(Int32(columns.events.count))
    if record.flags.contains(.negativeDuration) { quality[.negativeDuration] += 1 }
    if record.flags.contains(.missingTime) { quality[.missingTime] += 1 }
  }

  private mutating func appendParts(of record: SpanRecord, _ batchNumber: UInt32) {
    let batch = source.batches[Int(batchNumber)]
    for link in batch.links[Int(record.firstLink)..<Int(record.firstLink + record.linkCount)] {
      columns.links.append(
        SpanLink(
          traceID: link.traceID, spanID: link.spanID, target: -1, flags: link.flags,
          attributes: link.attributes == 0 ? .none : ArenaReference(arena: batchNumber, offset: link.attributes)))
    }
    let map = source.symbolMaps[Int(batchNumber)]
    for event in batch.events[Int(record.firstEvent)..<Int(record.firstEvent) + Int(record.eventCount)] {
      columns.events.append(
        SpanEvent(
          time: event.time, name: map[Int(event.name.index)],
          attributes: event.attributes == 0 ? .none : ArenaReference(arena: batchNumber, offset: event.attributes)))
    }
  }

  /// Adds the attributes that only a copy has to the span appended last.
  private mutating func mergeDuplicate(_ reference: SpanReference) {
    let row = columns.spanIDs.count - 1
    let batch = source.batches[Int(reference.batch)]
    columns.flags[row].formUnion(batch.records[Int(reference.row)].flags.intersection(.addedByCopies))
    let block = batch.records[Int(reference.row)].attributes
    let (union, isLarger) = AttributeUnion.of(
      columns.attributes[row], ArenaReference(arena: block == 0 ? 0 : reference.batch, offset: block), source,
      ownArena)
    guard isLarger else { return }
    let start = ownArena.beginBlock()
    for (key, value) in union { ownArena.append(key: key, value) }
    columns.attributes[row] = ArenaReference(
      arena: UInt32(source.arenas.count), offset: ownArena.endBlock(at: start, count: union.count))
  }
}

extension SpanColumns {
  mutating func reserve(_ spans: Int, traces: Int) {
    spanIDs.reserveCapacity(spans)
    parentIDs.reserveCapacity(spans)
    parents.reserveCapacity(spans)
    starts.reserveCapacity(spans)
    ends.reserveCapacity(spans)
    services.reserveCapacity(spans)
    names.reserveCapacity(spans)
    kinds.reserveCapacity(spans)
    statuses.reserveCapacity(spans)
    flags.reserveCapacity(spans)
    resources.reserveCapacity(spans)
    attributes.reserveCapacity(spans)
    self.traces.reserveCapacity(spans)
    children.reserveCapacity(spans)
    childOffsets.reserveCapacity(spans + 1)
    linkOffsets.reserveCapacity(spans + 1)
    eventOffsets.reserveCapacity(spans + 1)
    traceIDs.reserveCapacity(traces)
    traceOffsets.reserveCapacity(traces + 1)
  }
}
