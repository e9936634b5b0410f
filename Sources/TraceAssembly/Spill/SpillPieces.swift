import TraceModel

/// Parts of batches as bytes: for each a header, then its records, links, events and attribute blocks as they lie in memory.
///
/// The bytes are read by the process that wrote them, never by another: layout and byte order are its own.
struct SpillPieces {
  /// A part of a batch, read back: its symbols and resources are those of the batch of this number.
  struct Piece {
    var number: Int
    var batch: SpanBatch
  }

  private(set) var bytes: [UInt8] = []

  private struct Header: BitwiseCopyable {
    var number: Int
    var records: Int
    var links: Int
    var events: Int
    var arena: Int
  }

  init() {}

  /// Adds the given rows of a batch; nothing when there are none.
  mutating func append(_ batch: SpanBatch, number: Int, rows: ArraySlice<UInt32>) {
    if rows.isEmpty { return }
    var part = SpanBatch()
    part.records.reserveCapacity(rows.count)
    for row in rows { part.append(batch.records[Int(row)], of: batch) }
    let header = Header(
      number: number, records: part.records.count, links: part.links.count, events: part.events.count,
      arena: part.arena.bytes.count)
    append([header])
    append(part.records)
    append(part.links)
    append(part.events)
    bytes += part.arena.bytes
  }

  private mutating func append<Element>(_ elements: [Element]) {
    // SAFETY: the elements are plain numbers; the buffer does not outlive the closure.
    unsafe elements.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// Reads pieces back; nil when the bytes are none.
  static func pieces(in bytes: [UInt8]) -> [Piece]? {
    var pieces: [Piece] = []
    var offset = 0
    while offset < bytes.count {
      guard let headers: [Header] = read(1, from: bytes, at: &offset), let header = headers.first,
        let records: [SpanRecord] = read(header.records, from: bytes, at: &offset),
        let links: [LinkRecord] = read(header.links, from: bytes, at: &offset),
        let events: [EventRecord] = read(header.events, from: bytes, at: &offset),
        let arena: [UInt8] = read(header.arena, from: bytes, at: &offset)
      else { return nil }
      var batch = SpanBatch()
      batch.records = records
      batch.links = links
      batch.events = events
      batch.arena.bytes = arena
      pieces.append(Piece(number: header.number, batch: batch))
    }
    return pieces
  }

  private static func read<Element>(_ count: Int, from bytes: [UInt8], at offset: inout Int) -> [Element]? {
    let size = count * MemoryLayout<Element>.stride
    guard count >= 0, offset + size <= bytes.count else { return nil }
    let start = offset
    offset += size
    // SAFETY: these bytes were written from `count` elements of this type, and both buffers have room for them.
    return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[start..<start + size]))
      }
      initialized = count
    }
  }
}

extension SpanBatch {
  /// Appends a record of another batch with all that belongs to it; symbols and resources stay those of the other.
  fileprivate mutating func append(_ record: SpanRecord, of other: SpanBatch) {
    var copy = record
    copy.attributes = arena.appendBlock(at: record.attributes, of: other.arena)
    copy.firstLink = UInt32(links.count)
    for link in other.links[Int(record.firstLink)..<Int(record.firstLink + record.linkCount)] {
      var link = link
      link.attributes = arena.appendBlock(at: link.attributes, of: other.arena)
      links.append(link)
    }
    copy.firstEvent = UInt32(events.count)
    for event in other.events[Int(record.firstEvent)..<Int(record.firstEvent) + Int(record.eventCount)] {
      var event = event
      event.attributes = arena.appendBlock(at: event.attributes, of: other.arena)
      events.append(event)
    }
    records.append(copy)
  }
}
