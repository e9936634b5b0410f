import TraceModel

/// Collects the spans of one stretch of input. Everything a format file appends goes through here.
///
/// A format begins a span, sets its fields, appends its attributes, links and events, and commits or drops it. What a value has
/// appended can be taken back as a whole (``mark()``, ``rollBack(to:)``) when the value turns out to be cut.
struct BatchBuilder {
  var batch = SpanBatch()
  var quality = DataQuality()
  /// The span being read; committed by ``commitSpan()``.
  var span = SpanRecord()
  let input: Int
  /// How many lists that hold objects of any format the span lies in.
  var elementDepth = 0
  /// Offset of the buffer being read within the input.
  var base = 0
  private let selection: AttributeSelection
  /// By symbol.
  private var wanted: [Want] = []
  private var scratch: [UInt8] = []
  /// By key: the key that followed it last time, 0 for none.
  private var followers: [UInt32] = [0]
  private var lastKey = Symbol.empty
  /// Resources by the text they stood in the dump as.
  private var resourceTexts = SymbolInterner()
  private var resourceOfText: [(resource: UInt32, rejectedAttributes: Int)] = [(0, 0)]
  private var rejectedBeforeResource = 0

  /// - Parameters:
  ///   - input: The number of the input, for rejects.
  ///   - selection: Which attributes to keep.
  ///   - expectedSpans: About how many spans there will be.
  init(input: Int, selection: AttributeSelection, expectedSpans: Int = 0) {
    self.input = input
    self.selection = selection
    batch.records.reserveCapacity(expectedSpans)
    batch.resources.append(Resource())
  }

  // MARK: Spans

  var rowCount: Int { batch.records.count }

  mutating func beginSpan() {
    span = SpanRecord()
    span.firstLink = UInt32(truncatingIfNeeded: batch.links.count)
    span.firstEvent = UInt32(truncatingIfNeeded: batch.events.count)
  }

  mutating func commitSpan() {
    span.linkCount = UInt32(truncatingIfNeeded: batch.links.count) &- span.firstLink
    span.eventCount = UInt32(truncatingIfNeeded: batch.events.count) &- span.firstEvent
    batch.records.append(span)
  }

  /// Leaves the span out and says why.
  mutating func dropSpan(at offset: Int, _ reason: @autoclosure () -> String) {
    batch.links.removeLast(batch.links.count - Int(span.firstLink))
    batch.events.removeLast(batch.events.count - Int(span.firstEvent))
    reject(.rejectedSpan, at: offset, reason())
  }

  /// Leaves out what turned out to be no span.
  mutating func dropSpan(countingAs defect: Defect) {
    batch.links.removeLast(batch.links.count - Int(span.firstLink))
    batch.events.removeLast(batch.events.count - Int(span.firstEvent))
    quality[defect] += 1
  }

  /// Counts and lists something left out, at an offset of the buffer.
  mutating func reject(_ defect: Defect, at offset: Int, _ reason: @autoclosure () -> String) {
    quality.add(Reject(defect: defect, input: input, offset: base + offset, reason: reason()), as: defect)
  }

  /// Sets the resource of all spans from `row` on.
  mutating func setResource(_ resource: UInt32, from row: Int) {
    for row in row..<max(row, batch.records.count) { batch.records[row].resource = resource }
  }

  /// Sets the resource of one committed span.
  mutating func setResource(_ resource: UInt32, of row: Int) { batch.records[row].resource = resource }

  mutating func setParent(_ parent: SpanID, of row: Int) { batch.records[row].parentID = parent }

  mutating func addLink(_ link: LinkRecord) { batch.links.append(link) }

  mutating func addEvent(_ event: EventRecord) { batch.events.append(event) }

  // MARK: Names

  mutating func intern(_ text: JSONText, in cursor: JSONCursor) -> Symbol {
    if text.isEscaped {
      scratch.removeAll(keepingCapacity: true)
      cursor.unescape(text, into: &scratch)
      return batch.symbols.intern(scratch[...])
    }
    return cursor.withBytes(text.start, text.end) { batch.symbols.intern($0) }
  }

  mutating func intern(_ name: String) -> Symbol { batch.symbols.intern(name) }

  mutating func intern(_ name: ArraySlice<UInt8>) -> Symbol { batch.symbols.intern(name) }

  // MARK: Attributes

  mutating func beginAttributes() -> Int {
    lastKey = .empty
    return batch.arena.beginBlock()
  }

  /// Steps over an attribute's key when it is the one that followed the last key before. Lists of one kind name the same keys
  /// in the same order: comparing costs less than finding the end of the string and looking it up (6 % of decoding).
  @inline(__always)
  mutating func expectedKey(at cursor: inout JSONCursor) -> Symbol? {
    let expected = Symbol(followers[Int(lastKey.index)])
    if expected.isEmpty || cursor.byte != UInt8(ascii: "\"") { return nil }
    let length = batch.symbols.length(of: expected)
    let start = cursor.offset &+ 1
    let end = start &+ length
    guard end < cursor.end, cursor[end] == UInt8(ascii: "\""),
      cursor.withBytes(start, end, { batch.symbols.isSymbol(expected, equalTo: $0) })
    else { return nil }
    cursor.offset = end &+ 1
    lastKey = expected
    return expected
  }

  /// Interns an attribute's key and expects it here the next time.
  mutating func internKey(_ text: JSONText, in cursor: JSONCursor) -> Symbol {
    let key = intern(text, in: cursor)
    while followers.count <= Int(key.index) { followers.append(0) }
    // A key with an escape never stands in the dump as it is kept.
    if !text.isEscaped { followers[Int(lastKey.index)] = key.index }
    lastKey = key
    return key
  }

  mutating func endAttributes(at offset: Int, count: Int) -> UInt32 { batch.arena.endBlock(at: offset, count: count) }

  /// What is known of attributes by their name.
  private enum Want: UInt8 {
    case unknown, kept, keptOfMessaging, leftOut
  }

  private static let namesOfMessaging = Set(AttributeConcept.marksOfMessaging.flatMap(\.names))

  /// Whether attributes named `key` are kept. Asked of each of a span's: the span may be a messaging span when one says so.
  @inline(__always)
  mutating func wants(_ key: Symbol) -> Bool {
    let index = Int(key.index)
    let want = index < wanted.count && wanted[index] != .unknown ? wanted[index] : look(key)
    if want == .keptOfMessaging { span.flags.insert(.mayBeMessaging) }
    return want != .leftOut
  }

  private mutating func look(_ key: Symbol) -> Want {
    while wanted.count <= Int(key.index) { wanted.append(.unknown) }
    let name = String(decoding: batch.symbols.bytes(of: key), as: UTF8.self)
    let isKept =
      switch selection {
      case .all: true
      case .only(let names): names.contains(name)
      }
    wanted[Int(key.index)] =
      !isKept ? .leftOut : BatchBuilder.namesOfMessaging.contains(name) ? .keptOfMessaging : .kept
    return wanted[Int(key.index)]
  }

  mutating func append(_ key: Symbol, _ text: JSONText, in cursor: JSONCursor) {
    if text.isEscaped {
      scratch.removeAll(keepingCapacity: true)
      cursor.unescape(text, into: &scratch)
      batch.arena.append(key: key, .string(scratch[...]))
    } else {
      cursor.withBytes(text.start, text.end) { batch.arena.append(key: key, string: $0) }
    }
  }

  mutating func append(_ key: Symbol, _ value: AttributeValue) { batch.arena.append(key: key, value) }

  mutating func append(_ key: Symbol, int: Int64) { batch.arena.append(key: key, int: int) }

  mutating func append(_ key: Symbol, bool: Bool) { batch.arena.append(key: key, bool: bool) }

  // MARK: Resources

  /// The resource whose text was seen before, or nil. What was rejected in it counts each time.
  mutating func knownResource(_ start: Int, _ end: Int, in cursor: JSONCursor) -> UInt32? {
    knownResource(cursor.withBytes(start, end) { resourceTexts.intern($0) })
  }

  /// Remembers the resource that the text stands for; it was read since ``knownResource(_:_:in:)`` did not know it.
  mutating func remember(_ resource: UInt32, _ start: Int, _ end: Int, in cursor: JSONCursor) {
    remember(resource, cursor.withBytes(start, end) { resourceTexts.intern($0) })
  }

  /// The same two for a resource that is known by other bytes than its text in the dump.
  mutating func knownResource(of bytes: ArraySlice<UInt8>) -> UInt32? {
    knownResource(resourceTexts.intern([0] + bytes))
  }

  mutating func remember(_ resource: UInt32, as bytes: ArraySlice<UInt8>) {
    remember(resource, resourceTexts.intern([0] + bytes))
  }

  private mutating func knownResource(_ text: Symbol) -> UInt32? {
    while resourceOfText.count <= Int(text.index) { resourceOfText.append((.max, 0)) }
    let (resource, rejected) = resourceOfText[Int(text.index)]
    if resource == .max {
      rejectedBeforeResource = quality[.rejectedAttribute]
      return nil
    }
    if rejected > 0 { quality[.rejectedAttribute] += rejected }
    return resource
  }

  private mutating func remember(_ resource: UInt32, _ text: Symbol) {
    resourceOfText[Int(text.index)] = (resource, quality[.rejectedAttribute] - rejectedBeforeResource)
  }

  /// Adds a resource from its attributes block; the known attributes become its columns.
  ///
  /// - Parameters:
  ///   - block: The attributes, 0 for none.
  ///   - service: The service's name, when it stands outside the attributes.
  ///   - mayBeNameless: Leaves a service without a name so; else it becomes `unknown_service`, as the SDKs name it.
  /// - Returns: The resource's number in the batch.
  mutating func addResource(attributes block: UInt32, service: Symbol? = nil, mayBeNameless: Bool = false) -> UInt32 {
    var resource = Resource()
    var hostname = Symbol.empty
    resource.attributes = ArenaReference(arena: 0, offset: block)
    var found: [(Symbol, AttributeValue)] = []
    batch.arena.forEachAttribute(at: block) { key, value in
      found.append((key, value))
      return true
    }
    for (key, value) in found {
      let symbol = batch.symbols.intern(value.bytes)
      switch String(decoding: batch.symbols.bytes(of: key), as: UTF8.self) {
      case "service.name": resource.service = symbol
      case "service.namespace": resource.namespace = symbol
      case "service.version": resource.version = symbol
      case "service.instance.id": resource.instance = symbol
      case "deployment.environment.name": resource.environment = symbol
      case "deployment.environment": if resource.environment.isEmpty { resource.environment = symbol }
      case "host.name": resource.host = symbol
      case "hostname": hostname = symbol
      default: break
      }
    }
    if resource.host.isEmpty { resource.host = hostname }
    if let service { resource.service = service }
    if resource.service.isEmpty, !mayBeNameless { resource.service = batch.symbols.intern("unknown_service") }
    batch.resources.append(resource)
    return UInt32(batch.resources.count - 1)
  }

  // MARK: Taking back

  struct Mark {
    fileprivate var records: Int
    fileprivate var links: Int
    fileprivate var events: Int
    fileprivate var quality: DataQuality.Mark
  }

  func mark() -> Mark {
    Mark(
      records: batch.records.count, links: batch.links.count, events: batch.events.count, quality: quality.mark())
  }

  /// Takes back the spans, links, events and counts since `mark`; names and attribute bytes stay behind, unreferenced.
  mutating func rollBack(to mark: Mark) {
    batch.records.removeLast(batch.records.count - mark.records)
    batch.links.removeLast(batch.links.count - mark.links)
    batch.events.removeLast(batch.events.count - mark.events)
    quality.rollBack(to: mark.quality)
  }

  /// The batch; the builder must not be used after.
  consuming func finish() -> (batch: SpanBatch, quality: DataQuality) {
    quality.spansRead = batch.records.count
    let nameless = batch.resources.map { resource in
      // SDKs that are told no name make up one that begins so.
      resource.service.isEmpty || batch.symbols.bytes(of: resource.service).starts(with: "unknown_service".utf8)
    }
    if nameless.dropFirst().contains(true) {
      quality[.missingService] += batch.records.count { nameless[Int($0.resource)] }
    }
    return (batch, quality)
  }
}
