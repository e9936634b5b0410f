/// What an operation does, in order. A whole operation is a list of these.
indirect enum ShopStep: Sendable {
  /// Own time; the median in ordinary load.
  case work(microseconds: Int)
  /// Own time for every message of a batch.
  case workPerMessage(microseconds: Int)
  /// An INTERNAL span around other steps.
  case span(String, [ShopStep])
  case call(ShopOperation, CallPolicy)
  case query(Statement)
  /// A read through a cache: on a miss `otherwise` runs.
  case cached(Statement, hitPerTenThousand: Int, otherwise: [ShopStep])
  case external(ExternalParty, retries: Int, declinedPerTenThousand: Int)
  case publish(ShopTopic)
  case parallel([[ShopStep]])
  case sometimes(perTenThousand: Int, [ShopStep])
  /// Once for each item in the basket, one after another.
  case perItem([ShopStep])
  /// The operation itself goes wrong now and then, without any fault at work.
  case fails(perTenThousand: Int, FailureKind)
}

/// What a caller makes of slow and failing answers.
struct CallPolicy: Sendable {
  var timeoutMilliseconds: Int
  /// Attempts after the first, for answers that are no refusals.
  var retries: Int
  /// Goes on as if nothing had happened.
  var ignoresFailure: Bool

  static let required = CallPolicy(timeoutMilliseconds: 8_000, retries: 0, ignoresFailure: false)
  static let retried = CallPolicy(timeoutMilliseconds: 4_000, retries: 1, ignoresFailure: false)
  static let optional = CallPolicy(timeoutMilliseconds: 1_500, retries: 0, ignoresFailure: true)
}
