import TraceModel

/// What ``ErrorsFold`` has seen; bounded by the distinct operations and ``ErrorsOptions/mostKeys``.
public struct ErrorsState: PartialState {
  /// Spans by operation.
  var calls = Counted<OperationKey, Int>()
  var errors: BoundedTable<ErrorKey, ErrorTotals>
  var chains: BoundedTable<ErrorChainKey, ErrorChainTotals>
  var retries: BoundedTable<RetryKey, RetryTotals>
  /// Error lines of logs.
  var lines: BoundedTable<ErrorLogKey, ErrorLogTotals>
  var counts = ErrorsResult.Counts()

  init(_ options: ErrorsOptions) {
    errors = BoundedTable(maxCount: options.mostKeys)
    chains = BoundedTable(maxCount: options.mostKeys)
    retries = BoundedTable(maxCount: options.mostKeys)
    lines = BoundedTable(maxCount: options.mostKeys)
  }

  public mutating func merge(_ other: Self) {
    calls.merge(other.calls)
    errors.merge(other.errors)
    chains.merge(other.chains)
    retries.merge(other.retries)
    lines.merge(other.lines)
    counts.merge(other.counts)
  }

  public var size: Int {
    let hops = chains.keys.reduce(0) { $0 + MemoryLayout<OperationKey>.stride * $1.hops.count + $1.kind.bytes.count }
    return errors.keys.reduce(hops) { $0 + $1.kind.bytes.count } + calls.size + errors.size + chains.size
      + retries.size + lines.size
  }
}
