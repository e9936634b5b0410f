import TraceModel

/// The longest call of a client operation out of the traced services, and whom it called.
struct LeafExemplar: Sendable {
  /// Nil before the first.
  var longest: Exemplar?
  /// Nil where the span does not name it.
  var callee: RootCauseResult.Callee?
  /// The service that the span says it calls (`peer.service`); nil where it says none.
  var peerService: String?

  /// Whether a call is longer, or as long and of a trace with a smaller id.
  func isLess(than duration: Int64, in trace: TraceID) -> Bool {
    guard let longest else { return true }
    return duration != longest.value ? duration > longest.value : trace < longest.trace
  }

  static func combine(_ left: inout LeafExemplar, _ right: LeafExemplar) {
    if let longest = right.longest, left.isLess(than: longest.value, in: longest.trace) { left = right }
  }
}
