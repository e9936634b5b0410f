import TraceModel

/// The parts of a span, as most formats have them.
extension MemberPart where Draft == SpanDraft {
  static var traceID: MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      if let text = try cursor.text(), let id = cursor.traceID(text) { builder.span.traceID = id }
    }
  }

  static var spanID: MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      if let text = try cursor.text(), let id = cursor.spanID(text) { builder.span.spanID = id }
    }
  }

  /// Empty, zero and `null` are no parent; what cannot be read makes the span unusable, for it would seem to be a root.
  static var parentID: MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      let isNull = cursor.isAtNull
      if let text = try cursor.text(), let id = cursor.spanID(text) {
        if !id.isNone { builder.span.parentID = id }
      } else if !isNull {
        draft.problem = "the parent's id is no id of 8 bytes"
      }
    }
  }

  static var name: MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      if let text = try cursor.text() { builder.span.name = builder.intern(text, in: cursor) }
    }
  }

  /// By number, the kinds count from that of internal.
  static func kind(internalKind: Int64 = 1) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      builder.span.kind = try builder.readKind(&cursor, internalKind: internalKind)
    }
  }

  static func start(_ form: TimeForm) -> MemberPart {
    MemberPart { cursor, _, draft throws(JSONError) in draft.start = try form.read(&cursor) }
  }

  static func end(_ form: TimeForm) -> MemberPart {
    MemberPart { cursor, _, draft throws(JSONError) in draft.end = try form.read(&cursor) }
  }

  static func duration(_ form: TimeForm) -> MemberPart {
    MemberPart { cursor, _, draft throws(JSONError) in draft.duration = try form.read(&cursor) }
  }

  /// The code of a status.
  static func status(_ numbers: StatusNumbers = .otlp) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      builder.span.status = try builder.readStatus(&cursor, numbers)
    }
  }

  /// An object that holds the status; anything else but `null` counts as a rejected status.
  static func status(in members: Members<SpanDraft>) -> MemberPart { .members(members, else: .rejectedStatus) }

  /// What the status says beside its code.
  static var statusMessage: MemberPart { .attribute("otel.status_description") }

  /// A text that counts as the attribute of this name unless it is empty.
  static func attribute(_ name: String) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      if let text = try cursor.text() { draft.keep(name, text, cursor, &builder) }
    }
  }

  /// The span's attributes; a second list adds to the first.
  static func attributes(_ form: AttributeForm) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      let block = try form.read(&cursor, &builder, false)
      if builder.span.attributes == 0 {
        builder.span.attributes = block
      } else {
        draft.attributes += builder.attributes(in: block)
      }
    }
  }

  /// A resource's attributes, read once for each text they come in.
  static func resource(_ form: AttributeForm) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      builder.span.resource = try builder.readResource(&cursor) { (cursor, builder) throws(JSONError) in
        (try form.read(&cursor, &builder, true), nil)
      }
    }
  }

  /// A resource whose attributes stand in the first of its members that has one of these names.
  static func resource(_ form: AttributeForm, in names: [StaticString]) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in
      builder.span.resource = try builder.readResource(&cursor) { (cursor, builder) throws(JSONError) in
        var block: UInt32 = 0
        guard try cursor.stands(UInt8(ascii: "{")) else { return (0, nil) }
        try cursor.forEachMember { (cursor: inout JSONCursor, key: JSONText) throws(JSONError) in
          if block == 0, names.contains(where: { cursor.isText(key, $0) }) {
            block = try form.read(&cursor, &builder, true)
          } else {
            try cursor.skipValue()
          }
        }
        return (block, nil)
      }
    }
  }

  /// A text that is the resource attribute of this name.
  static func resourceAttribute(_ name: String) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      guard let text = try cursor.text(), text.count > 0 else { return }
      var bytes: [UInt8] = []
      cursor.unescape(text, into: &bytes)
      draft.resource.append((builder.intern(name), .string(bytes[...])))
    }
  }

  /// A list of events. Anything else but `null`, and an element that is no object, counts as a rejected event.
  static func events(_ members: Members<EventRecord>) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in try builder.readEvents(&cursor, members) }
  }

  /// A list of links. Anything else but `null`, and a link without usable ids, counts as a rejected link.
  static func links(_ members: Members<LinkRecord>) -> MemberPart {
    MemberPart { cursor, builder, _ throws(JSONError) in try builder.readLinks(&cursor, members) }
  }
}
