public import TraceModel

/// What a file of logs, metrics or deployments held.
public struct SignalCounts: Sendable, Equatable {
  /// Objects that could be read, whatever they were.
  public var values = 0
  /// Those of them that hold nothing of the kind.
  public var strange = 0
  /// What is no readable object.
  public var rejected = 0
  /// Where the first that is left out stands, and what is wrong with it.
  public var firstReject: Reject?

  /// How much is left out.
  public var lost: Int { strange + rejected }

  public init() {}
}

/// A file of logs, metrics or deployments, and what came of it.
public struct SignalInput: Sendable {
  public var input: DumpInput
  public var counts: SignalCounts
  /// How many log lines, metric points or deployments it gave.
  public var found: Int
}
