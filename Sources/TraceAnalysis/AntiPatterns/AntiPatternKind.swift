/// A way of spending time on a critical path that has a known remedy.
public enum AntiPatternKind: UInt8, CaseIterable, Sendable {
  /// Calls in a row that might run at once. Cost: the shorter of two neighbours.
  case serialFanOut
  /// The same call many times by one span. Cost: all but the longest.
  case repeatedCalls
  /// The same call after a failed one. Cost: the failed call and the pause before the next.
  case retries
  /// Between two children of a span, time in which no child ran. Cost: that time.
  case gaps
  /// A client that waits while its server does not work yet, or no more. Cost: the client's own time.
  case clientWaits
  /// A message that waits for later ones of its batch. Cost: that wait.
  case batchWaits

  /// The word that JSON uses.
  public var name: String {
    switch self {
    case .serialFanOut: "serial_fan_out"
    case .repeatedCalls: "repeated_calls"
    case .retries: "retries"
    case .gaps: "gaps"
    case .clientWaits: "client_waits"
    case .batchWaits: "batch_waits"
    }
  }

  /// What people call it.
  public var title: String {
    switch self {
    case .serialFanOut: "calls in a row"
    case .repeatedCalls: "same call many times (N+1)"
    case .retries: "retry"
    case .gaps: "gap between spans"
    case .clientWaits: "client waits, server idle"
    case .batchWaits: "wait for a batch"
    }
  }

  /// What the cost is and what to do, as one sentence.
  public var advice: String {
    switch self {
    case .serialFanOut:
      "Each call began as soon as the one before had ended: where neither needs the other's answer, make them at once and save the shorter one."
    case .repeatedCalls: "One span made the same call again and again: ask for all at once, and save all but one."
    case .retries:
      "A failed call was made again: find out why it fails; the cost is the failed call and the pause after it."
    case .gaps: "Between two children no span ran: instrument what happens there, then make it faster."
    case .clientWaits:
      "The client's span was open while its server's was not: look at connection pools, the network, and the server's accept queue."
    case .batchWaits:
      "A message lay waiting for later ones of its batch: smaller batches, or a shorter linger, are sooner done."
    }
  }
}
