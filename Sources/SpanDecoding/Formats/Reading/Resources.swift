import TraceModel

/// Resources come again and again in the same words: each is read once for the text it comes in.
extension BatchBuilder {
  /// Returns the number of the resource at the cursor, read by `read` unless its text was seen before.
  ///
  /// `read` returns the block of its attributes, and the service's name where that stands beside them; whatever it leaves of the value
  /// is stepped over.
  mutating func readResource(
    _ cursor: inout JSONCursor,
    _ read: (inout JSONCursor, inout BatchBuilder) throws(JSONError) -> (attributes: UInt32, service: Symbol?)
  ) throws(JSONError) -> UInt32 {
    let start = cursor.offset
    try cursor.skipValue()
    let end = cursor.offset
    if let known = knownResource(start, end, in: cursor) { return known }
    cursor.offset = start
    let (block, service) = try read(&cursor, &self)
    cursor.offset = end
    let resource = addResource(attributes: block, service: service)
    remember(resource, start, end, in: cursor)
    return resource
  }

  /// The resource of spans that name none.
  mutating func unknownResource() -> UInt32 {
    if let known = knownResource(of: []) { return known }
    let resource = addResource(attributes: 0)
    remember(resource, as: [])
    return resource
  }

  /// The resource that has the attributes of another (0 for none) and these, which go before its own.
  mutating func resource(_ base: UInt32, with attributes: [(key: Symbol, value: AttributeValue)]) -> UInt32 {
    var text = Array("\(base)".utf8)
    func add(_ bytes: some Sequence<UInt8>) {
      text.append(0)
      text += bytes
    }
    for (key, value) in attributes {
      add(Array(batch.symbols.bytes(of: key)))
      add(value.bytes)
    }
    if let known = knownResource(of: text[...]) { return known }
    let keys = Set(attributes.map(\.key))
    let kept = base == 0 ? [] : self.attributes(in: batch.resources[Int(base)].attributes.offset)
    let resource = addResource(attributes: block(of: kept.filter { !keys.contains($0.key) } + attributes))
    remember(resource, as: text[...])
    return resource
  }
}
