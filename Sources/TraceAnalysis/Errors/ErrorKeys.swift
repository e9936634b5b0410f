import TraceModel

/// One row of the table of errors: what fails, and how.
struct ErrorKey: FixedlyHashed {
  /// Service and operation.
  var names: UInt64
  var kind: ErrorKind
  /// Service and operation of a healthy callee that answered with the error's status code, or ``none``.
  var answeredBy: UInt64

  /// Stands for "no service and operation".
  static let none = UInt64.max

  var fixedHash: UInt64 {
    var hash = FixedHash()
    hash.add(names)
    hash.add(answeredBy)
    hash.add(kind.bytes)
    return hash.value
  }
}

/// The way of an error: from the span it started at, through its callers, to where it ended up.
struct ErrorChainKey: FixedlyHashed {
  /// Service and operation of each hop, the origin first, at most ``most``.
  var hops: [UInt64]
  /// How many failing spans are left out before the last hop.
  var left: Int
  var kind: ErrorKind
  var answeredBy: UInt64
  var end: End

  enum End: Hashable, Sendable {
    case entry, unknownCaller
    case swallowed(UInt64)
    case queue(UInt64)
  }

  /// How many hops of a way are kept.
  static let most = 24

  var fixedHash: UInt64 {
    var hash = FixedHash()
    for hop in hops { hash.add(hop) }
    hash.add(UInt64(left))
    hash.add(kind.bytes)
    hash.add(answeredBy)
    switch end {
    case .entry: hash.add(1)
    case .unknownCaller: hash.add(2)
    case .swallowed(let names):
      hash.add(3)
      hash.add(names)
    case .queue(let names):
      hash.add(4)
      hash.add(names)
    }
    return hash.value
  }
}

/// A call that was tried again.
struct RetryKey: FixedlyHashed {
  /// Service and operation of the span under which the attempts lie.
  var caller: UInt64
  /// Service and operation of the attempts.
  var call: UInt64

  var fixedHash: UInt64 {
    var hash = FixedHash()
    hash.add(caller)
    hash.add(call)
    return hash.value
  }
}

/// What the log lines of one kind are counted by: numbers of ``LogIndex``.
struct ErrorLogKey: FixedlyHashed {
  var service: Int
  var template: Int

  var fixedHash: UInt64 {
    var hash = FixedHash()
    hash.add(UInt64(service))
    hash.add(UInt64(template))
    return hash.value
  }
}
