/// One change to the simulation while a fault lasts. Factors are per mille, shares per ten thousand.
struct FaultEffect: Sendable {
  enum Change: Sendable {
    /// Own time of operations × factor.
    case slowWork(factor: Int)
    /// Time of statements at a store × factor.
    case slowStatements(factor: Int)
    /// Each statement is sent this many times, one after another.
    case repeatStatements(times: Int)
    case failStatements(share: Int, FailureKind)
    /// Time between client and server × factor; the scope names the server.
    case slowNetwork(factor: Int)
    /// Calls that never reach the server; the scope names the server.
    case refuseCalls(share: Int)
    case failOperations(share: Int, FailureKind)
    case slowExternal(factor: Int)
    case failExternal(share: Int, FailureKind)
    /// No answer until the client gives up.
    case hangExternal(share: Int)
    case missCache(share: Int)
    /// Every statement first waits for a connection; some waits end after 3 s with an exception.
    case waitForPool(medianMicroseconds: Int, timeoutShare: Int)
    /// Callers try again this many times, at once; the scope names the server.
    case retryCalls(times: Int)
    /// Calls whose failure would be ignored are not made at all.
    case skipOptionalCalls(share: Int)
    case traffic(factor: Int)
    case tenantTraffic(tenant: Int, factor: Int)
    case entryTraffic(ShopOperation, factor: Int)
    /// A pause after each message, in thousandths of the mean time between two messages of a partition.
    case pauseBetweenPolls(factor: Int)
    case dropMessages(share: Int)
    case disorderAcknowledgements(share: Int)
    case loseAcknowledgements(share: Int)
    /// All instances but the last run the next version, from 15 s after one another on.
    case deployNextVersion
  }

  var change: Change
  var scope: FaultScope
  /// Nanoseconds since the epoch, half open.
  var onset = Int.min
  var cleared = Int.max

  init(_ change: Change, _ scope: FaultScope = FaultScope()) {
    self.change = change
    self.scope = scope
  }

  func isActive(at time: Int) -> Bool { time >= onset && time < cleared }
}

/// Where an effect applies; what is `nil` is not asked for.
struct FaultScope: Sendable {
  var service: ShopService?
  var operation: ShopOperation?
  var instance: Int?
  var host: Int?
  var region: Int?
  var tenant: Int?
  var nextVersionOnly = false
  var store: ShopStore?
  var party: ExternalParty?
  var group: ConsumerGroup?

  func selects(_ frame: Frame) -> Bool {
    if let service, service != frame.service { return false }
    if let operation, operation != frame.operation { return false }
    if let instance, instance != frame.instance { return false }
    if let host, host != frame.host { return false }
    if let region, region != frame.region { return false }
    if let tenant, tenant != frame.context.tenant { return false }
    if nextVersionOnly, !frame.runsNextVersion { return false }
    return true
  }
}
