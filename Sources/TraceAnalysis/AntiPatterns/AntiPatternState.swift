import TraceModel

/// What ``AntiPatternFold`` has seen; bounded by the distinct operations and by ``AntiPatternOptions/maxFindings``.
public struct AntiPatternState: PartialState {
  /// All operations that findings name, numbered.
  var operations = Counted<SpanOperationKey, Unit>()
  /// Durations (ns) of the responses of each entry point.
  var entries = Counted<SpanOperationKey, Histogram>()
  var findings: BoundedTable<AntiPatternKey, AntiPatternTotals>
  var orders: BoundedTable<CallOrderKey, AntiPatternOrders>

  init(_ options: AntiPatternOptions) {
    findings = BoundedTable(maxCount: options.maxFindings)
    orders = BoundedTable(maxCount: 4 * options.maxFindings)
  }

  public mutating func merge(_ other: Self) {
    let numbers = operations.merge(other.operations)
    entries.merge(other.entries)
    findings.merge(other.findings) { $0.translated(by: numbers) }
    orders.merge(other.orders) { $0.translated(by: numbers) }
  }

  public var size: Int { operations.size + entries.size + findings.size + orders.size }

  /// The key of two calls by an operation, however they come, and whether they come in the key's order.
  @inline(__always)
  func order(of one: Int32, _ other: Int32, by caller: Int32) -> (key: CallOrderKey, isForward: Bool) {
    let isForward = operations.keys[Int(one)] < operations.keys[Int(other)]
    return (
      CallOrderKey(caller: caller, first: isForward ? one : other, second: isForward ? other : one), isForward
    )
  }

  /// Counts two calls that began one after the other.
  mutating func count(_ first: Int32, _ second: Int32, by caller: Int32, isTogether: Bool, _ hashes: [UInt64]) {
    let (key, isForward) = order(of: first, second, by: caller)
    guard let number = orders.number(of: key, hash: key.fixedHash(hashes)) else { return }
    if isTogether {
      orders.values[number].together += 1
    } else if isForward {
      orders.values[number].forward += 1
    } else {
      orders.values[number].backward += 1
    }
  }
}
