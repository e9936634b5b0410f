/// What was counted of the requests of a service, apart by ``RequestKind`` until it is known which of them are its requests.
struct ServiceRequests<Tally: Mergeable>: Mergeable {
  var incoming = Tally()
  var topmost = Tally()
  /// Whether anything at all came in at the service, of whatever operation.
  var hasIncoming = false

  init() {}

  /// The tally of a kind that is not none.
  subscript(kind: RequestKind) -> Tally {
    get { kind == .incoming ? incoming : topmost }
    _modify { if kind == .incoming { yield &incoming } else { yield &topmost } }
  }

  /// Those that count.
  var counted: Tally { hasIncoming ? incoming : topmost }

  mutating func merge(_ other: ServiceRequests) {
    incoming.merge(other.incoming)
    topmost.merge(other.topmost)
    hasIncoming = hasIncoming || other.hasIncoming
  }
}

extension ServiceRequests: Equatable where Tally: Equatable {}
