/// A condition on traces: `KEY OP VALUE`, several of them joined by `and`.
///
///     duration > 1s and entry = "gateway:POST /checkout"
///     service = payment and http.response.status_code >= 500
///     customer.tenant ~ ^acme and error = true
///
/// KEY is `service`, `operation`, `kind`, `duration`, `error`, `entry`, or any attribute of spans or their resources (in quotation marks always an
/// attribute). OP is `= != < <= > >=` or `~`, a regular expression found anywhere in the value. VALUE runs to the next ` and ` or the end, unless it
/// stands in quotation marks, in which `\"` and `\\` are the characters themselves.
///
/// A condition that names `service`, `operation` or `kind` is met by a trace when one single span meets all of it. Else each clause is met by
/// the trace as a whole: `duration` is that of its entry (and may be compared with `p95`, the percentile of the entry's own requests), `error` is whether any span failed, an attribute may be any span's. `entry` is the
/// service, the operation, or `service:operation` of a span without a parent in the trace, in either case.
public struct TraceCondition: Sendable, Hashable {
  enum Key: Sendable, Hashable {
    case service, operation, kind, duration, error, entry
    case attribute(String)
  }

  enum Operator: String, Sendable, CaseIterable {
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case less = "<"
    case more = ">"
    case matches = "~"

    var isOrdering: Bool { self == .atMost || self == .atLeast || self == .less || self == .more }
  }

  struct Clause: Sendable, Hashable {
    var key: Key
    var op: Operator
    var value: String
    /// The value as a number; durations in ns.
    var number: Double?
    var pattern: TextPattern?
    /// `p95`: the percentile of the entry's own requests that the duration is compared with.
    var percent: Int?
    /// The limits (ns) that ``percent`` means, by entry.
    var limits: [OperationName: Int64] = [:]
  }

  /// At least one.
  private(set) var clauses: [Clause]
  /// As it was written.
  public let text: String

  /// - Throws: What is wrong with the text, and what to write.
  public init(parsing text: String) throws(TraceConditionError) {
    var parser = TraceConditionParser(text)
    clauses = try parser.clauses()
    self.text = text
  }

  /// Whether one single span must meet all of it.
  var isAboutOneSpan: Bool {
    clauses.contains { clause in
      switch clause.key {
      case .service, .operation, .kind: true
      case .duration, .error, .entry, .attribute: false
      }
    }
  }

  /// Whether it can be judged only once the durations of the dump are known.
  var needsPercentiles: Bool { clauses.contains { $0.percent != nil } }

  /// The condition with every `p95` replaced by the limits of the entries; entries with fewer than 20 timed requests have none, and never
  /// meet it.
  func resolved(by red: REDResult) -> TraceCondition {
    var condition = self
    for place in clauses.indices {
      guard let percent = clauses[place].percent else { continue }
      condition.clauses[place].limits = red.limits(percent: percent)
    }
    return condition
  }

  /// What it names that must occur in a dump for it to be met: keys of attributes, services and operations, each with the word for it.
  public var names: [(subject: String, name: String)] {
    clauses.compactMap { clause in
      switch clause.key {
      case .attribute(let name): ("attribute", name)
      case .service: clause.op == .equal ? ("service", clause.value) : nil
      case .operation: clause.op == .equal ? ("operation", clause.value) : nil
      case .kind, .duration, .error, .entry: nil
      }
    }
  }

  /// The span attributes that are read to tell whether a span failed.
  public static let requiredAttributes = ErrorKindReader.requiredAttributes

  /// The keys that are no attributes.
  public static let builtInKeys = ["service", "operation", "kind", "duration", "error", "entry"]

  /// The attributes it names.
  public var attributes: [String] {
    clauses.compactMap { clause in
      if case .attribute(let name) = clause.key { name } else { nil }
    }
  }
}
