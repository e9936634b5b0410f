import TraceModel

/// Reads the value of one member of an object into a draft.
///
/// Formats put their objects together from such parts; those that most need stand beside the drafts they fill.
struct MemberPart<Draft>: Sendable {
  typealias Read =
    @Sendable (
      _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ draft: inout Draft
    ) throws(JSONError) -> Void

  /// Steps over the value at the cursor, taking from it what belongs to the draft.
  let read: Read

  init(_ read: @escaping Read) {
    self.read = read
  }
}

/// Reads members whose names the format does not know beforehand.
struct OtherMembers<Draft>: Sendable {
  typealias Read =
    @Sendable (
      _ key: JSONText, _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ draft: inout Draft
    ) throws(JSONError) -> Void

  let read: Read

  init(_ read: @escaping Read) {
    self.read = read
  }
}

/// The members of an object that are read, by name: `["trace_id": .traceID, "status": .members(["code": .status()])]`.
struct Members<Draft>: Sendable, ExpressibleByDictionaryLiteral {
  private let parts: [(name: StaticString, part: MemberPart<Draft>)]
  /// Reads the members that have no part; nil when they are stepped over.
  private let others: OtherMembers<Draft>?

  init(dictionaryLiteral elements: (StaticString, MemberPart<Draft>)...) {
    parts = elements.map { (name: $0.0, part: $0.1) }
    others = nil
  }

  init(_ members: Members, others: OtherMembers<Draft>) {
    parts = members.parts
    self.others = others
  }

  private init(_ parts: [(name: StaticString, part: MemberPart<Draft>)], _ others: OtherMembers<Draft>?) {
    self.parts = parts
    self.others = others
  }

  /// The members of both; those of other names are read as the first of them does that knows how.
  static func + (left: Members, right: Members) -> Members {
    Members(left.parts + right.parts, left.others ?? right.others)
  }

  /// Reads the object at the cursor; members of other names are stepped over.
  ///
  /// - Returns: Whether an object stood there; anything else is stepped over.
  @discardableResult
  func read(
    _ cursor: inout JSONCursor, _ builder: inout BatchBuilder, _ draft: inout Draft
  ) throws(JSONError) -> Bool {
    guard try cursor.stands(UInt8(ascii: "{")) else { return false }
    guard try cursor.beginObject() else { return true }
    repeat {
      let key = try cursor.key()
      var isRead = false
      for part in parts where cursor.isText(key, part.name) {
        try part.part.read(&cursor, &builder, &draft)
        isRead = true
        break
      }
      if isRead { continue }
      if let others { try others.read(key, &cursor, &builder, &draft) } else { try cursor.skipValue() }
    } while try cursor.anotherMember()
    return true
  }
}

extension MemberPart {
  /// An object whose members belong to the draft as if they stood beside it. Anything else but `null` counts as the defect.
  static func members(_ members: Members<Draft>, else defect: Defect? = nil) -> MemberPart {
    MemberPart { cursor, builder, draft throws(JSONError) in
      let isNull = cursor.isAtNull
      if try !members.read(&cursor, &builder, &draft), !isNull, let defect { builder.quality[defect] += 1 }
    }
  }
}
