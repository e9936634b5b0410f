import TraceModel

/// What has been read of the span in the builder beyond its record, until it is whole.
struct SpanDraft {
  /// Nanoseconds since the epoch; nil when there was none or none that can be read.
  var start: Int64?
  var end: Int64?
  /// Nanoseconds.
  var duration: Int64?
  /// Attributes that stand outside the span's list.
  var attributes: [(key: Symbol, value: AttributeValue)] = []
  /// Resource attributes that stand outside a resource.
  var resource: [(key: Symbol, value: AttributeValue)] = []
  /// Events and links that stand as columns; they are the span's when it is whole.
  var events: [EventRecord] = []
  var links: [LinkRecord] = []
  /// What members say that means something only together with others, by name.
  var notes: [String: String] = [:]
  /// Why the span cannot be used.
  var problem: String?
  /// What it counts as when it turns out to be no span.
  var isOther: Defect?

  /// Keeps a text under an attribute's name, when the builder wants it.
  mutating func keep(_ name: String, _ text: JSONText, _ cursor: JSONCursor, _ builder: inout BatchBuilder) {
    let key = builder.intern(name)
    guard text.count > 0, builder.wants(key) else { return }
    var bytes: [UInt8] = []
    cursor.unescape(text, into: &bytes)
    attributes.append((key, .string(bytes[...])))
  }

  /// Keeps a text under an attribute's name, when there is one and the builder wants it.
  mutating func keep(_ name: String, _ text: String, _ builder: inout BatchBuilder) {
    let key = builder.intern(name)
    if !text.isEmpty, builder.wants(key) { attributes.append((key, .string(Array(text.utf8)[...]))) }
  }

  /// Commits the span when it has its ids, else leaves it out and says what is wrong with it.
  ///
  /// - Parameters:
  ///   - offset: Where the span begins, for the reject.
  ///   - ids: What the format calls the trace's id and the span's.
  ///   - builder: Holds the span.
  func finish(at offset: Int, _ ids: (trace: StaticString, span: StaticString), _ builder: inout BatchBuilder) {
    if let isOther { return builder.dropSpan(countingAs: isOther) }
    if let problem { return builder.dropSpan(at: offset, problem) }
    for event in events { builder.addEvent(event) }
    for link in links { builder.addUsableLink(link) }
    if !attributes.isEmpty { builder.extendAttributes(with: attributes) }
    if !resource.isEmpty {
      builder.span.resource = builder.resource(builder.span.resource, with: resource)
    } else if builder.span.resource == 0 {
      builder.span.resource = builder.unknownResource()
    }
    setTimes(of: &builder.span)
    SpanDraft.commit(at: offset, ids, &builder)
  }

  /// Commits the builder's span when it has its ids, else leaves it out.
  static func commit(at offset: Int, _ ids: (trace: StaticString, span: StaticString), _ builder: inout BatchBuilder) {
    if builder.span.traceID.isZero { return builder.dropSpan(at: offset, "the span has no usable \(ids.trace)") }
    if builder.span.spanID.isNone { return builder.dropSpan(at: offset, "the span has no usable \(ids.span)") }
    builder.commitSpan()
  }

  /// Any two of start, end and duration tell the third; with fewer the span has no time.
  private func setTimes(of span: inout SpanRecord) {
    switch (start, end, duration) {
    case (let start?, let end?, _):
      (span.start, span.end) = (start, end)
      span.settleTimes(isKnown: true)
    case (nil, let end?, let duration?):
      span.setTimes(start: end.subtractingReportingOverflow(duration).partialValue, duration: duration)
    default:
      span.setTimes(start: start, duration: duration)
    }
  }
}

/// A format's spans as objects of their own: the names of their members, and what stands there.
struct SpanShape: Sendable {
  typealias Finish = @Sendable (_ draft: inout SpanDraft, _ builder: inout BatchBuilder) -> Void

  /// What the format calls the trace's id and the span's, for messages.
  let ids: (trace: StaticString, span: StaticString)
  let members: Members<SpanDraft>
  /// Settles what the members say only together.
  var finish: Finish?

  /// Reads the span at the cursor, and commits or drops it.
  func decode(_ cursor: inout JSONCursor, _ builder: inout BatchBuilder) throws(JSONError) {
    let start = cursor.offset
    var draft = SpanDraft()
    builder.beginSpan()
    try members.read(&cursor, &builder, &draft)
    finish?(&draft, &builder)
    draft.finish(at: start, ids, &builder)
  }
}
