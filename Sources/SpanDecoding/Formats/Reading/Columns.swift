import TraceModel

/// Events and links that stand as columns: one array a member, the same element of each making one event.
extension MemberPart where Draft == SpanDraft {
  static func eventColumn(_ part: MemberPart<EventRecord>) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      guard try builder.standsList(&cursor, else: .rejectedEvent), try cursor.beginArray() else { return }
      var index = 0
      repeat {
        if index == draft.events.count { draft.events.append(EventRecord(time: 0, name: .empty, attributes: 0)) }
        try part.read(&cursor, &builder, &draft.events[index])
        index += 1
      } while try cursor.anotherElement()
    }
  }

  static func linkColumn(_ part: MemberPart<LinkRecord>) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      guard try builder.standsList(&cursor, else: .rejectedLink), try cursor.beginArray() else { return }
      var index = 0
      repeat {
        if index == draft.links.count {
          draft.links.append(LinkRecord(traceID: TraceID(high: 0, low: 0), spanID: .none))
        }
        try part.read(&cursor, &builder, &draft.links[index])
        index += 1
      } while try cursor.anotherElement()
    }
  }
}
