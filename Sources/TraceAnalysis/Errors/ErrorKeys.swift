import TraceModel

/// One row of the table of errors: what fails, and how.
struct ErrorKey: TableKey, Hashable, Comparable {
  var operation: OperationKey
  var kind: ErrorKind
  /// A healthy callee that answered with the error's status code.
  var answeredBy: OperationKey?

  func fixedHash(_ symbols: SymbolTable) -> UInt64 {
    var hash = FixedHash()
    hash.add(operation.fixedHash(symbols))
    hash.add(kind)
    hash.add(answeredBy, symbols)
    return hash.value
  }

  /// By operation, kind, answerer; none before any.
  static func < (left: Self, right: Self) -> Bool {
    if left.operation != right.operation { return left.operation < right.operation }
    if left.kind != right.kind { return left.kind < right.kind }
    switch (left.answeredBy, right.answeredBy) {
    case (let left?, let right?): return left < right
    case (nil, .some): return true
    case (_, nil): return false
    }
  }
}

/// The path of an error: from the span it started at, through its callers, to where it ended up.
struct ErrorChainKey: TableKey, Hashable {
  /// The origin first, at most ``maxHops``.
  var hops: [OperationKey]
  /// How many failing spans are left out before the last hop.
  var left: Int
  var kind: ErrorKind
  var answeredBy: OperationKey?
  var end: End

  enum End: Hashable, Sendable {
    case entry, unknownCaller
    case swallowed(OperationKey)
    case queue(OperationKey)
  }

  /// How many hops of a path are kept.
  static let maxHops = 24

  func fixedHash(_ symbols: SymbolTable) -> UInt64 {
    var hash = FixedHash()
    for hop in hops { hash.add(hop.fixedHash(symbols)) }
    hash.add(UInt64(left))
    hash.add(kind)
    hash.add(answeredBy, symbols)
    switch end {
    case .entry: hash.add(1)
    case .unknownCaller: hash.add(2)
    case .swallowed(let operation):
      hash.add(3)
      hash.add(operation.fixedHash(symbols))
    case .queue(let operation):
      hash.add(4)
      hash.add(operation.fixedHash(symbols))
    }
    return hash.value
  }
}

/// A call that was tried again.
struct RetryKey: PackedKey, Comparable {
  /// The span under which the attempts lie.
  var caller: OperationKey
  /// The attempts.
  var call: OperationKey

  var words: TableWords { TableWords(caller.words.first, call.words.first) }

  func fixedHash(_ symbols: SymbolTable) -> UInt64 {
    TraceID.mix(caller.fixedHash(symbols) ^ TraceID.mix(call.fixedHash(symbols)))
  }

  static func < (left: Self, right: Self) -> Bool { (left.caller, left.call) < (right.caller, right.call) }
}

/// What the log lines of one kind are counted by: numbers of a ``LogIndex``.
struct ErrorLogKey: PackedKey, Hashable {
  var service: Int
  var template: Int

  var words: TableWords { TableWords(UInt64(service), UInt64(template)) }

  /// Over the texts that the numbers stand for.
  func fixedHash(_ logs: LogIndex) -> UInt64 {
    var hash = FixedHash()
    hash.add(logs.services[service].utf8)
    hash.add(logs.templates[template].utf8)
    return hash.value
  }
}

extension FixedHash {
  fileprivate mutating func add(_ kind: ErrorKind) {
    add(kind.source.rawValue.utf8)
    add(kind.bytes)
  }

  fileprivate mutating func add(_ operation: OperationKey?, _ symbols: SymbolTable) {
    add(operation.map { $0.fixedHash(symbols) } ?? 0)
  }
}
