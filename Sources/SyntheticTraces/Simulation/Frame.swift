/// Who asks, and for what; handed on from service to service, the way baggage is.
struct RequestContext {
  var traceHigh: UInt64
  var traceLow: UInt64
  var tenant: Int
  var user: Int
  var region: Int
  var items: Int
  var cents: Int
  var product: Int

  var userID: String { "u-" + String(10_000 + user) }
}

/// One operation being executed by one process.
struct Frame {
  var context: RequestContext
  var service: ShopService
  var operation: ShopOperation
  var instance: Int
  var host: Int
  var region: Int
  var runsNextVersion: Bool
  /// Index into `ShopResources.all`.
  var resource: Int
  /// The span under which the next thing happens.
  var span: UInt64
  /// Messages being processed; 1 outside batches.
  var messages = 1
}

/// How far an operation got, and whether it failed.
struct Progress {
  struct Failure {
    var kind: FailureKind
    /// Thrown in this process, so that its own span records the exception.
    var isOwn: Bool
  }

  var time: Int
  var failure: Failure?
}

/// A message on its way through the broker.
struct Message {
  var topic: ShopTopic
  var context: RequestContext
  var producer: UInt64
  var produced: Int
  var partition: Int
  var offset: Int
  var number: Int
  var bodySize: Int
  var attempt = 1

  var messageID: String { topic.name + "-" + String(100_000 + number) }
}
