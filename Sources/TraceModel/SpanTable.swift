/// Assembled spans of one partition: whole traces, whole journeys. Immutable, shared by all analyses.
///
/// Columns are in ``columns``; `table.columns.starts[span.row]` is the hot way to read one.
public final class SpanTable: Sendable {
  public let columns: SpanColumns
  /// The names of the whole run.
  public let symbols: SymbolTable
  /// The resources of the whole run; ``SpanColumns/resources`` indexes it. Equal resources may stand here repeatedly.
  public let resources: [Resource]
  private let arenas: [AttributeArena]
  private let keyMaps: [[Symbol]]
  /// Blocks that assembly wrote itself, with keys that are already symbols of the run; its number is `arenas.count`.
  private let ownArena: AttributeArena

  public init(
    columns: SpanColumns, symbols: SymbolTable, resources: [Resource], arenas: [AttributeArena], keyMaps: [[Symbol]],
    ownArena: AttributeArena
  ) {
    self.columns = columns
    self.symbols = symbols
    self.resources = resources
    self.arenas = arenas
    self.keyMaps = keyMaps
    self.ownArena = ownArena
  }

  /// Other columns with the names, resources and attributes of `table`.
  init(_ columns: SpanColumns, of table: SpanTable) {
    self.columns = columns
    symbols = table.symbols
    resources = table.resources
    arenas = table.arenas
    keyMaps = table.keyMaps
    ownArena = table.ownArena
  }

  public var spanCount: Int { columns.spanIDs.count }
  public var traceCount: Int { columns.traceIDs.count }
  public var journeyCount: Int { columns.journeyOffsets.count - 1 }

  public func trace(_ index: TraceIndex) -> Trace {
    Trace(table: self, index: index)
  }

  public func journey(_ number: Int) -> Journey {
    Journey(
      table: self,
      traces: Int(columns.journeyOffsets[number])..<Int(columns.journeyOffsets[number + 1]))
  }

  /// The trace a span belongs to.
  public func traceID(of span: SpanIndex) -> TraceID { columns.traceIDs[Int(columns.traces[span.row])] }

  /// The span's length in ns, never negative.
  @inlinable
  public func duration(of span: SpanIndex) -> Int64 { columns.ends[span.row] &- columns.starts[span.row] }

  @inlinable
  public func parent(of span: SpanIndex) -> SpanIndex? {
    let row = columns.parents[span.row]
    return row < 0 ? nil : SpanIndex(row: Int(row))
  }

  /// The rows of the children, by start, then span id.
  @inlinable
  public func children(of span: SpanIndex) -> ArraySlice<Int32> {
    columns.children[Int(columns.childOffsets[span.row])..<Int(columns.childOffsets[span.row + 1])]
  }

  @inlinable
  public func links(of span: SpanIndex) -> ArraySlice<SpanLink> {
    columns.links[Int(columns.linkOffsets[span.row])..<Int(columns.linkOffsets[span.row + 1])]
  }

  @inlinable
  public func events(of span: SpanIndex) -> ArraySlice<SpanEvent> {
    columns.events[Int(columns.eventOffsets[span.row])..<Int(columns.eventOffsets[span.row + 1])]
  }

  @inlinable
  public func resource(of span: SpanIndex) -> Resource { resources[Int(columns.resources[span.row])] }

  /// The first value of `key` among the span's own attributes (not its resource's).
  public func attribute(_ key: Symbol, of span: SpanIndex) -> AttributeValue? {
    var found: AttributeValue?
    forEachAttribute(in: columns.attributes[span.row]) { other, value in
      if other == key { found = value }
      return found == nil
    }
    return found
  }

  /// Whether a key of a block satisfies `condition`; looks at no value.
  public func hasAttribute(in block: ArenaReference, where condition: (Symbol) -> Bool) -> Bool {
    if block.isNone { return false }
    let number = Int(block.arena)
    if number == arenas.count { return ownArena.containsKey(at: block.offset, where: condition) }
    let keys = keyMaps[number]
    return arenas[number].containsKey(at: block.offset) { condition(keys[Int($0.index)]) }
  }

  /// Calls `body` with key and value of each attribute of a block (of a span, link, event or resource) in dump order;
  /// a key may come twice. `body` returns false to stop.
  public func forEachAttribute(in block: ArenaReference, _ body: (Symbol, AttributeValue) -> Bool) {
    if block.isNone { return }
    let number = Int(block.arena)
    if number == arenas.count {
      ownArena.forEachAttribute(at: block.offset, body)
    } else {
      let keys = keyMaps[number]
      arenas[number].forEachAttribute(at: block.offset) { key, value in body(keys[Int(key.index)], value) }
    }
  }
}
