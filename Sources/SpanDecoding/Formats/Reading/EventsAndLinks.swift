import TraceModel

extension MemberPart where Draft == EventRecord {
  static var name: MemberPart {
    MemberPart { cursor, builder, event throws(JSONError) in
      if let text = try cursor.text() { event.name = builder.intern(text, in: cursor) }
    }
  }

  /// A time that cannot be read counts as a rejected event; the event is kept without.
  static func time(_ form: TimeForm) -> MemberPart {
    MemberPart { cursor, builder, event throws(JSONError) in
      let isNull = cursor.isAtNull
      if let time = try form.read(&cursor) {
        event.time = time
      } else if !isNull {
        builder.quality[.rejectedEvent] += 1
      }
    }
  }

  static func attributes(_ form: AttributeForm) -> MemberPart {
    MemberPart { cursor, builder, event throws(JSONError) in
      event.attributes = try form.read(&cursor, &builder, false)
    }
  }
}

extension MemberPart where Draft == LinkRecord {
  static var traceID: MemberPart {
    MemberPart { cursor, _, link throws(JSONError) in
      if let text = try cursor.text(), let id = cursor.traceID(text) { link.traceID = id }
    }
  }

  static var spanID: MemberPart {
    MemberPart { cursor, _, link throws(JSONError) in
      if let text = try cursor.text(), let id = cursor.spanID(text) { link.spanID = id }
    }
  }

  static var flags: MemberPart {
    MemberPart { cursor, _, link throws(JSONError) in
      if let flags = try cursor.integer() { link.flags = UInt32(truncatingIfNeeded: flags) }
    }
  }

  static func attributes(_ form: AttributeForm) -> MemberPart {
    MemberPart { cursor, builder, link throws(JSONError) in
      link.attributes = try form.read(&cursor, &builder, false)
    }
  }
}

extension BatchBuilder {
  mutating func readEvents(
    _ cursor: inout JSONCursor, _ members: Members<EventRecord>
  ) throws(JSONError) {
    guard try standsList(&cursor, else: .rejectedEvent), try cursor.beginArray() else { return }
    repeat {
      var event = EventRecord(time: 0, name: .empty, attributes: 0)
      if try members.read(&cursor, &self, &event) { addEvent(event) } else { quality[.rejectedEvent] += 1 }
    } while try cursor.anotherElement()
  }

  mutating func readLinks(_ cursor: inout JSONCursor, _ members: Members<LinkRecord>) throws(JSONError) {
    guard try standsList(&cursor, else: .rejectedLink), try cursor.beginArray() else { return }
    repeat {
      var link = LinkRecord(traceID: TraceID(high: 0, low: 0), spanID: .none)
      try members.read(&cursor, &self, &link)
      addUsableLink(link)
    } while try cursor.anotherElement()
  }

  /// Whether a list stands at the cursor; anything else is stepped over and counts as the defect unless it is `null`.
  mutating func standsList(_ cursor: inout JSONCursor, else defect: Defect) throws(JSONError) -> Bool {
    if cursor.byte == UInt8(ascii: "[") { return true }
    if !cursor.isAtNull { quality[defect] += 1 }
    try cursor.skipValue()
    return false
  }

  /// Adds a link that names a span, counts one that does not.
  mutating func addUsableLink(_ link: LinkRecord) {
    if link.traceID.isZero || link.spanID.isNone { quality[.rejectedLink] += 1 } else { addLink(link) }
  }
}
