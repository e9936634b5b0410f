import TraceModel

/// How many bytes a span takes as a protobuf message `Span`, without its resource and scope.
///
/// Source: opentelemetry-proto, trace/v1/trace.proto. Departure: what a dump or its decoder does not tell (dropped counts, tracestates of links) counts as absent.
struct SpanSize {
  private let traceState: Symbol?
  private let statusMessage: Symbol?

  init(symbols: SymbolTable) {
    traceState = symbols.symbol(of: "w3c.tracestate")
    statusMessage = symbols.symbol(of: "otel.status_description")
  }

  /// O(bytes of the span's attributes).
  func bytes(of row: Int, in table: SpanTable) -> Int {
    let columns = table.columns
    // Ids of 16 and 8 bytes, and two fixed times, each with its tag.
    var size = 18 + 10
    if !columns.parentIDs[row].isNone { size += 10 }
    if columns.starts[row] != 0 { size += 9 }
    if columns.ends[row] != 0 { size += 9 }
    size += SpanSize.text(table.symbols.bytes(of: columns.names[row]).count)
    if columns.kinds[row] != .unspecified { size += 2 }
    if columns.flags[row].contains(.hasTraceFlags) { size += 6 }
    var status = columns.recordedStatus(of: row) == .unset ? 0 : 2
    table.forEachAttribute(in: columns.attributes[row]) { key, value in
      if key == traceState {
        size += SpanSize.text(value.bytes.count)
      } else if key == statusMessage {
        status += SpanSize.text(value.bytes.count)
      } else {
        size += SpanSize.attribute(table.symbols.bytes(of: key).count, value)
      }
      return true
    }
    if status > 0 { size += SpanSize.message(status) }
    for event in table.events(of: SpanIndex(row: row)) {
      let own = (event.time != 0 ? 9 : 0) + SpanSize.text(table.symbols.bytes(of: event.name).count)
      size += SpanSize.message(own + SpanSize.attributes(event.attributes, table))
    }
    for link in table.links(of: SpanIndex(row: row)) {
      size += SpanSize.message(28 + (link.flags != 0 ? 5 : 0) + SpanSize.attributes(link.attributes, table))
    }
    return size
  }

  private static func attributes(_ block: ArenaReference, _ table: SpanTable) -> Int {
    var size = 0
    table.forEachAttribute(in: block) { key, value in
      size += attribute(table.symbols.bytes(of: key).count, value)
      return true
    }
    return size
  }

  /// A `KeyValue` as a field.
  private static func attribute(_ key: Int, _ value: AttributeValue) -> Int {
    message(text(key) + message(self.value(value)))
  }

  /// An `AnyValue` without its length.
  private static func value(_ value: AttributeValue) -> Int {
    switch value {
    case .string(let bytes): return message(bytes.count)
    case .bool: return 2
    case .int(let number): return 1 + varint(UInt64(bitPattern: number))
    case .double: return 9
    case .json(let bytes):
      var json = JSONSize(bytes)
      return json.value()
    }
  }

  /// A field of so many bytes with its tag and length.
  static func message(_ count: Int) -> Int { 1 + varint(UInt64(count)) + count }

  /// A text field; an empty one is not written.
  static func text(_ count: Int) -> Int { count == 0 ? 0 : message(count) }

  static func varint(_ value: UInt64) -> Int { max(1, (64 - value.leadingZeroBitCount + 6) / 7) }
}

/// The size of an `AnyValue` that is kept as plain JSON.
private struct JSONSize {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  private var byte: UInt8? { offset < bytes.endIndex ? bytes[offset] : nil }

  /// Decoders nest values at most 64 deep.
  mutating func value(depth: Int = 0) -> Int {
    guard let byte, depth < 80 else { return 0 }
    switch byte {
    case UInt8(ascii: "["): return SpanSize.message(items(closing: UInt8(ascii: "]"), depth))
    case UInt8(ascii: "{"): return SpanSize.message(items(closing: UInt8(ascii: "}"), depth))
    case UInt8(ascii: "\""):
      let length = string()
      // What is text at the top was bytes in base64.
      return SpanSize.message(depth == 0 ? length * 3 / 4 : length)
    default: return scalar()
    }
  }

  private mutating func items(closing: UInt8, _ depth: Int) -> Int {
    var size = 0
    offset += 1
    while let byte, byte != closing {
      if byte == UInt8(ascii: ",") {
        offset += 1
      } else if closing == UInt8(ascii: "}") {
        let key = string()
        offset += 1
        size += SpanSize.message(SpanSize.text(key) + SpanSize.message(value(depth: depth + 1)))
      } else {
        size += SpanSize.message(value(depth: depth + 1))
      }
    }
    offset += 1
    return size
  }

  private mutating func string() -> Int {
    offset += 1
    let start = offset
    var escapes = 0
    while let byte, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        offset += 1
        escapes += 1
      }
      offset += 1
    }
    let length = offset - start - escapes
    offset += 1
    return max(0, length)
  }

  private mutating func scalar() -> Int {
    let start = offset
    while let byte, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") { offset += 1 }
    if offset == start { offset += 1 }
    let text = String(decoding: bytes[start..<min(offset, bytes.endIndex)], as: UTF8.self)
    if text == "true" || text == "false" { return 2 }
    if let number = Int64(text) { return 1 + SpanSize.varint(UInt64(bitPattern: number)) }
    return text == "null" ? 0 : 9
  }
}
