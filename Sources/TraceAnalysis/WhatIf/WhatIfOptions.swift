/// What a replay is asked.
public struct WhatIfOptions: Sendable {
  /// At most one change of an operation counts: the first.
  public var operations: [OperationChange] = []
  /// At most one change of a topic counts: the first.
  public var queues: [QueueChange] = []
  /// Whether to try half the own time of each operation, one after the other.
  public var ranksOperations = false
  /// Of each entry point's responses at most this many are tried for the ranking, chosen by a fixed hash of their ids.
  public var samples = 1000
  /// What is on a path at all.
  public var paths = CriticalPathOptions()

  public init() {}

  /// Whether there is anything to do.
  public var isEmpty: Bool { operations.isEmpty && queues.isEmpty && !ranksOperations }
}
