extension JSONCursor {
  /// Whether the input begins like OTLP's `TracesData` as protobuf, perhaps behind the length that the collector's file exporter writes:
  /// a list of resources, each with a list of attributes, each with a key.
  var beginsLikeProtobuf: Bool {
    for start in [0, 4] {
      var offset = start
      var isNested = true
      // resource_spans, resource, attributes, key: each is field 1 of the one before.
      for _ in 0..<4 {
        guard offset < end, self[offset] == 0x0a, let next = behindVarint(offset + 1) else {
          isNested = false
          break
        }
        offset = next
      }
      if isNested, offset < end, 0x61...0x7a ~= self[offset] { return true }
    }
    return false
  }

  /// Behind a number of up to five bytes, of which only the last has no high bit.
  private func behindVarint(_ start: Int) -> Int? {
    for offset in start..<min(start + 5, end) where self[offset] < 0x80 { return offset + 1 }
    return nil
  }
}
