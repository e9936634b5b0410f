/// What can be read off the shop's steps without running them.
enum ShopSurvey {
  /// Mean number of items in a basket, see `RequestContext`.
  static let meanItems = 3

  /// The SQL database that `operation` uses, directly or on a cache miss; `nil` when it has none.
  static func database(of operation: ShopOperation) -> ShopStore? {
    var counts = ShopRates()
    count(ShopBehaviour.steps[operation.rawValue], weight: 10_000, followsCalls: false, into: &counts)
    for store in ShopStore.allCases where !store.isCache && counts.statements[store.rawValue] > 0 { return store }
    return nil
  }

  /// The operation with the most statements to `store` per call; the first of equals.
  static func heaviestUser(of store: ShopStore) -> ShopOperation? {
    var best: ShopOperation?
    var most = 0
    for operation in ShopOperation.allCases {
      var counts = ShopRates()
      count(ShopBehaviour.steps[operation.rawValue], weight: 10_000, followsCalls: false, into: &counts)
      if counts.statements[store.rawValue] > most {
        most = counts.statements[store.rawValue]
        best = operation
      }
    }
    return best
  }

  static func readsThroughCache(_ operation: ShopOperation) -> Bool {
    contains(ShopBehaviour.steps[operation.rawValue]) { if case .cached = $0 { true } else { false } }
  }

  static func makesOptionalCalls(_ operation: ShopOperation) -> Bool {
    contains(ShopBehaviour.steps[operation.rawValue]) {
      if case .call(_, let policy) = $0 { policy.ignoresFailure } else { false }
    }
  }

  /// Calls, statements and messages per request of the standard mix, times ten thousand.
  static let ratesPerRequest: ShopRates = {
    var rates = ShopRates()
    for (entry, share) in zip(EntryPoint.operations, EntryPoint.shares) {
      rates.calls[entry.service.rawValue] += share * 100
      count(ShopBehaviour.steps[entry.rawValue], weight: share * 100, followsCalls: true, into: &rates)
    }
    return rates
  }()

  private static func contains(_ steps: [ShopStep], _ fits: (ShopStep) -> Bool) -> Bool {
    steps.contains { step in
      if fits(step) { return true }
      return switch step {
      case .span(_, let inner), .sometimes(_, let inner), .perItem(let inner), .cached(_, _, let inner):
        contains(inner, fits)
      case .parallel(let branches): branches.contains { contains($0, fits) }
      default: false
      }
    }
  }

  private static func count(_ steps: [ShopStep], weight: Int, followsCalls: Bool, into rates: inout ShopRates) {
    for step in steps {
      switch step {
      case .work, .workPerMessage, .external, .fails: break
      case .span(_, let inner): count(inner, weight: weight, followsCalls: followsCalls, into: &rates)
      case .call(let callee, _):
        guard followsCalls else { break }
        rates.calls[callee.service.rawValue] += weight
        count(ShopBehaviour.steps[callee.rawValue], weight: weight, followsCalls: true, into: &rates)
      case .query(let statement): rates.statements[statement.store.rawValue] += weight
      case .cached(let statement, let hits, let otherwise):
        rates.statements[statement.store.rawValue] += weight
        count(otherwise, weight: weight * (10_000 - hits) / 10_000, followsCalls: followsCalls, into: &rates)
      case .publish(let topic):
        rates.messages[topic.rawValue] += weight
        guard followsCalls else { break }
        for group in topic.groups {
          rates.calls[group.service.rawValue] += weight
          count(ShopBehaviour.steps[group.operation.rawValue], weight: weight, followsCalls: true, into: &rates)
        }
      case .parallel(let branches):
        for branch in branches { count(branch, weight: weight, followsCalls: followsCalls, into: &rates) }
      case .sometimes(let share, let inner):
        count(inner, weight: weight * share / 10_000, followsCalls: followsCalls, into: &rates)
      case .perItem(let inner):
        count(inner, weight: weight * meanItems, followsCalls: followsCalls, into: &rates)
      }
    }
  }
}

/// How often things happen, by raw value of service, store and topic.
struct ShopRates: Sendable {
  var calls = [Int](repeating: 0, count: ShopService.allCases.count)
  var statements = [Int](repeating: 0, count: ShopStore.allCases.count)
  var messages = [Int](repeating: 0, count: ShopTopic.allCases.count)
}
