/// A condition on a dump beside an earlier one: `p95(checkout) <= 1.1x`.
public struct DumpAssertion: Sendable, Equatable {
  public enum Metric: String, Sendable, CaseIterable {
    case p50, p95, p99, mean, rate, errors, calls
    /// Of edges, how many.
    case edges
  }

  public enum Selector: Sendable, Equatable {
    /// All requests: spans without a parent in the dump.
    case everything
    /// What comes in at a service; its topmost spans where it has neither SERVER nor CONSUMER spans.
    case service(String)
    /// SERVER and CONSUMER spans of one name; all spans of that name where there are none.
    case operation(service: String, operation: String)
    /// Edges between services that changed so. Edges too rare to be called gone do not count.
    case edges(DependencyComparison.Difference)
  }

  public enum Relation: String, Sendable, CaseIterable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  public enum Limit: Sendable, Equatable {
    /// So many times what it was before, in millionths.
    case timesBefore(millionths: Int64)
    /// A share of the calls, in millionths.
    case share(millionths: Int64)
    case duration(nanoseconds: Int64)
    /// A number, in millionths; a rate is calls a second.
    case number(millionths: Int64)
  }

  /// As the user wrote it.
  public var text: String
  public var metric: Metric
  public var selector: Selector
  public var relation: Relation
  public var limit: Limit

  public init(text: String, metric: Metric, selector: Selector, relation: Relation, limit: Limit) {
    self.text = text
    self.metric = metric
    self.selector = selector
    self.relation = relation
    self.limit = limit
  }
}

extension DumpAssertion.Relation {
  /// Whether it holds between two fractions with positive denominators.
  func holds(_ left: (Int128, Int128), _ right: (Int128, Int128)) -> Bool {
    let (above, overflowed) = left.0.multipliedReportingOverflow(by: right.1)
    let (below, overflowedToo) = right.0.multipliedReportingOverflow(by: left.1)
    if overflowed || overflowedToo {
      return holds(Double(left.0) / Double(left.1), Double(right.0) / Double(right.1))
    }
    return holds(above, below)
  }

  private func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
