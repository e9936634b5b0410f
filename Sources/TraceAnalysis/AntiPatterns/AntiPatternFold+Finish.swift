public import TraceModel

extension AntiPatternFold {
  /// - Complexity: O(*n* log *n*) in the findings.
  public static func finish(
    _ state: consuming AntiPatternState, options: AntiPatternOptions, prior: Void, symbols: SymbolTable
  ) -> AntiPatternResult {
    var state = state
    state.findings.cut()
    state.orders.cut()
    return state.finished(options, symbols)
  }
}

extension AntiPatternState {
  fileprivate func finished(_ options: AntiPatternOptions, _ symbols: SymbolTable) -> AntiPatternResult {
    var names = CriticalPathNames(symbols: symbols)
    var result = AntiPatternResult(options: options)
    result.isCut = findings.isCut || orders.isCut
    var found: [(finding: AntiPatternFinding, key: AntiPatternKey)] = []
    for (key, totals) in zip(findings.keys, findings.values) where totals.cost.count > 0 {
      let orders = key.kind == .serialFanOut ? self.orders(of: key) : AntiPatternOrders()
      let varies = orders.others >= options.leastOtherOrders
      // Of calls in a row, every pair counts where the order varies, else those in long rows.
      if key.kind == .serialFanOut, key.isWeak == varies { continue }
      let whole = key.kind == .batchWaits ? nil : entries[operations.keys[Int(key.entry)]].sum
      if let whole, Int128(totals.cost.sum) * 1000 < Int128(whole) * Int128(options.leastEntryPermille) {
        result.smallFindings += 1
        continue
      }
      found.append(
        (
          AntiPatternFinding(
            kind: key.kind, entry: name(key.entry, &names), operation: name(key.operation, &names),
            first: key.first < 0 ? nil : name(key.first, &names),
            second: key.second < 0 ? nil : name(key.second, &names), count: totals.count, calls: totals.calls,
            cost: totals.cost, exemplars: totals.exemplars.kept,
            pathNanoseconds: totals.pathNanoseconds, entryNanoseconds: whole,
            otherOrders: orders.others), key
        ))
    }
    found.sort { left, right in
      if left.finding.cost.sum != right.finding.cost.sum { return left.finding.cost.sum > right.finding.cost.sum }
      if left.key.kind != right.key.kind { return left.key.kind.rawValue < right.key.kind.rawValue }
      return comesBefore(left.key, right.key)
    }
    result.findings = found.map(\.finding)
    return result
  }

  private func name(_ number: Int32, _ names: inout CriticalPathNames) -> AntiPatternFinding.Operation {
    let key = operations.keys[Int(number)]
    return AntiPatternFinding.Operation(
      service: names[key.name.service], operation: names[key.name.operation], kind: key.kind)
  }

  /// By entry point, operation, first, second call; none before any.
  private func comesBefore(_ left: AntiPatternKey, _ right: AntiPatternKey) -> Bool {
    let parts: [KeyPath<AntiPatternKey, Int32>] = [\.entry, \.operation, \.first, \.second]
    for part in parts {
      let (one, other) = (left[keyPath: part], right[keyPath: part])
      if one == other { continue }
      if one < 0 || other < 0 { return one < 0 }
      return operations.keys[Int(one)] < operations.keys[Int(other)]
    }
    return false
  }

  private func orders(of key: AntiPatternKey) -> AntiPatternOrders {
    orders.value(of: order(of: key.first, key.second, by: key.operation).key) ?? AntiPatternOrders()
  }
}
