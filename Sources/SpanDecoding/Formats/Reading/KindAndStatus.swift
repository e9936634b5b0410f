import TraceModel

/// Which numbers a format gives the codes of a status.
enum StatusNumbers: Sendable {
  /// 1 for ok, 2 for error.
  case otlp
  /// 1 for error, 2 for ok: what Go's API counts.
  case go
  /// gRPC's codes: 0 says nothing, all others are errors.
  case grpc
}

extension BatchBuilder {
  /// Reads the code of a status, a number or a word in letters of any case: `2`, `"ERROR"`, `"STATUS_CODE_ERROR"`, `"StatusCode.ERROR"`.
  ///
  /// Nothing, empty and `null` are unset; so is what cannot be read, and counts.
  mutating func readStatus(_ cursor: inout JSONCursor, _ numbers: StatusNumbers = .otlp) throws(JSONError) -> SpanStatus
  {
    if cursor.isAtNull {
      try cursor.skipValue()
      return .unset
    }
    let found: SpanStatus?
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      found =
        text.count == 0
        ? .unset
        : SpanStatus.named(cursor.string(text.start, text.end))
          ?? SpanStatus(number: cursor.integer(text.start, text.end), numbers)
    } else {
      found = SpanStatus(number: try cursor.integer(), numbers)
    }
    if let found { return found }
    quality[.rejectedStatus] += 1
    return .unset
  }

  /// Reads a span's kind, a number or a word in letters of any case: `3`, `"CLIENT"`, `"SPAN_KIND_CLIENT"`, `"SpanKind.CLIENT"`, `"KIND_CLIENT"`.
  ///
  /// Nothing, empty and `null` are unspecified; so is what cannot be read, and counts. By number, the kinds count from that of internal.
  mutating func readKind(_ cursor: inout JSONCursor, internalKind: Int64 = 1) throws(JSONError) -> SpanKind {
    var number: Int64?
    if cursor.byte == UInt8(ascii: "\"") {
      let text = try cursor.string()
      if text.count == 0 { return .unspecified }
      if let kind = SpanKind.named(cursor.string(text.start, text.end)) { return kind }
      number = cursor.integer(text.start, text.end)
    } else {
      if cursor.isAtNull {
        try cursor.skipValue()
        return .unspecified
      }
      number = try cursor.integer()
    }
    if let number, 0...5 ~= number, let kind = SpanKind(rawValue: UInt8(clamping: number + 1 - internalKind)) {
      return kind
    }
    quality[.rejectedKind] += 1
    return .unspecified
  }
}

extension SpanStatus {
  /// The status that a word stands for, in letters of any case: `ERROR`, `STATUS_CODE_ERROR`, `StatusCode.ERROR`; nil for any other.
  static func named(_ name: String) -> SpanStatus? {
    var name = name.lowercased()
    for prefix in ["status_code_", "statuscode."] where name.hasPrefix(prefix) {
      name.removeFirst(prefix.count)
      break
    }
    switch name {
    case "ok": return .ok
    case "error": return .error
    case "unset": return .unset
    default: return nil
    }
  }

  fileprivate init?(number: Int64?, _ numbers: StatusNumbers) {
    switch (number, numbers) {
    case (0, _): self = .unset
    case (1, .otlp), (2, .go): self = .ok
    case (2, .otlp), (1, .go): self = .error
    case (let code?, .grpc) where 1...16 ~= code: self = .error
    default: return nil
    }
  }
}

extension SpanKind {
  /// The kind that a name stands for, as the formats spell it: `SPAN_KIND_SERVER`, `SpanKind.SERVER`, `KIND_SERVER`, `server`; nil for
  /// any other.
  static func named(_ name: String) -> SpanKind? {
    var name = name.lowercased()
    for prefix in ["span_kind_", "spankind.", "kind_"] where name.hasPrefix(prefix) {
      name.removeFirst(prefix.count)
      break
    }
    return SpanKind.allCases.first { $0.name == name }
  }
}
