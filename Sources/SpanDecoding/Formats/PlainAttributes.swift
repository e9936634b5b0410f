import TraceModel

/// Reads attributes given as a plain object: `{"http.status_code": 200, …}`.
enum PlainAttributes {
  /// Reads an object into a block of the builder's arena; anything but an object is stepped over and holds none.
  ///
  /// - Returns: The block's offset, 0 when nothing was kept.
  static func decode(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, keepsAll: Bool = false
  ) throws(JSONError) -> UInt32 {
    if cursor.byte != UInt8(ascii: "{") {
      try cursor.skipValue()
      return 0
    }
    guard try cursor.beginObject() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      let text = try cursor.key()
      let key = builder.intern(text, in: cursor)
      if keepsAll || builder.wants(key) {
        guard let value = try JaegerTags.scalar(&cursor) else { continue }
        builder.append(key, value)
        count += 1
      } else {
        try cursor.skipValue()
      }
    } while try cursor.anotherMember()
    return builder.endAttributes(at: block, count: count)
  }

  /// Reads a resource given as `{"attributes": {…}}`, under whatever of the names in `names`, once for each text it comes in.
  static func decodeResource(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, names: [StaticString]
  ) throws(JSONError) -> UInt32 {
    let start = cursor.offset
    try cursor.skipValue()
    let end = cursor.offset
    if let known = builder.knownResource(start, end, in: cursor) { return known }
    cursor.offset = start
    var block: UInt32 = 0
    if cursor.byte == UInt8(ascii: "{"), try cursor.beginObject() {
      repeat {
        let key = try cursor.key()
        if block == 0, names.contains(where: { cursor.isText(key, $0) }) {
          block =
            cursor.byte == UInt8(ascii: "[")
            ? try decodePairs(&cursor, &builder) : try decode(&cursor, &builder, keepsAll: true)
        } else {
          try cursor.skipValue()
        }
      } while try cursor.anotherMember()
    }
    cursor.offset = end
    let resource = builder.addResource(attributes: block)
    builder.remember(resource, start, end, in: cursor)
    return resource
  }

  /// `[["key", value], …]`.
  private static func decodePairs(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder
  ) throws(JSONError) -> UInt32 {
    guard try cursor.beginArray() else { return 0 }
    let block = builder.beginAttributes()
    var count = 0
    repeat {
      guard cursor.byte == UInt8(ascii: "["), try cursor.beginArray() else {
        if cursor.byte != UInt8(ascii: ",") && cursor.byte != UInt8(ascii: "]") { try cursor.skipValue() }
        continue
      }
      var key: Symbol?
      var place = 0
      repeat {
        if place == 0, cursor.byte == UInt8(ascii: "\"") {
          let text = try cursor.string()
          key = builder.intern(text, in: cursor)
        } else if place == 1, let key, let value = try JaegerTags.scalar(&cursor) {
          builder.append(key, value)
          count += 1
        } else if place != 1 || key == nil {
          try cursor.skipValue()
        }
        place += 1
      } while try cursor.anotherElement()
    } while try cursor.anotherElement()
    return builder.endAttributes(at: block, count: count)
  }
}

/// What formats whose spans stand alone have in common.
extension BatchBuilder {
  /// Commits the span when it has its ids, else leaves it out and says which is missing.
  mutating func finishSpan(from start: Int, traceName: String, spanName: String) {
    if span.traceID.isZero { return dropSpan(at: start, "the span has no usable \(traceName)") }
    if span.spanID.isNone { return dropSpan(at: start, "the span has no usable \(spanName)") }
    if span.resource == 0 { span.resource = unknownResource() }
    commitSpan()
  }

  /// The resource of spans that name none.
  mutating func unknownResource() -> UInt32 {
    if let known = knownResource(of: []) { return known }
    let resource = addResource(attributes: 0)
    remember(resource, as: [])
    return resource
  }

  /// The value of the attribute named `key` in a block as text, or nil.
  func text(of key: Symbol, in block: UInt32) -> ArraySlice<UInt8>? {
    var found: ArraySlice<UInt8>?
    batch.arena.forEachAttribute(at: block) { name, value in
      if name == key { found = value.bytes }
      return found == nil
    }
    return found
  }
}

extension JSONCursor {
  /// Whether the value here is an object with one of these keys. O(bytes up to it); false when the object is damaged before.
  func holds(_ names: StaticString...) -> Bool {
    var cursor = self
    guard cursor.byte == UInt8(ascii: "{") else { return false }
    do throws(JSONError) {
      guard try cursor.beginObject() else { return false }
      repeat {
        let key = try cursor.key()
        if names.contains(where: { cursor.isText(key, $0) }) { return true }
        try cursor.skipValue()
      } while try cursor.anotherMember()
    } catch {}
    return false
  }

  /// Steps over the value when it is none of `opening`, and says whether it is.
  mutating func stands(_ opening: UInt8) throws(JSONError) -> Bool {
    if byte == opening { return true }
    try skipValue()
    return false
  }

  /// Reads an object that identifies a span, by the names its ids bear here; zero ids for what is missing.
  mutating func spanContext(
    _ traceName: StaticString, _ spanName: StaticString
  ) throws(JSONError) -> (traceID: TraceID, spanID: SpanID) {
    var found = (traceID: TraceID(high: 0, low: 0), spanID: SpanID.none)
    guard try stands(UInt8(ascii: "{")), try beginObject() else { return found }
    repeat {
      let key = try key()
      if isText(key, traceName) {
        if let text = try OTLPSpanDecoder.text(&self), let id = traceID(text) { found.traceID = id }
      } else if isText(key, spanName) {
        if let text = try OTLPSpanDecoder.text(&self), let id = spanID(text) { found.spanID = id }
      } else {
        try skipValue()
      }
    } while try anotherMember()
    return found
  }
}
