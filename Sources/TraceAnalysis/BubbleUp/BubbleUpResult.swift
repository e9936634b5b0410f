public import TraceModel

/// What sets bad traces apart from good ones.
public struct BubbleUpResult: Sendable {
  /// What a finding is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// An attribute of a span.
    case attribute
    /// An attribute of a resource: host, instance, region.
    case resource
    /// A service in one of its versions.
    case version
    /// A service on the way of the trace.
    case service
    /// An operation on the way of the trace.
    case operation
  }

  /// How the values that count are told.
  public enum Comparison: String, Sendable {
    case equal = "="
    /// The largest number in the trace is at least this.
    case atLeast = ">="
    /// The largest number in the trace is less than this.
    case less = "<"
  }

  /// Something that traces have.
  public struct Item: Hashable, Sendable {
    public var kind: Kind
    public var key: String
    public var comparison: Comparison
    public var value: String
  }

  /// How often bad and good traces have it.
  public struct Figures: Sendable {
    /// Bad traces that have it.
    public var bad: Int
    /// Good traces that have it.
    public var good: Int
    /// How many bad traces would have it, were it unrelated, entries being equal.
    public var expected: Double
    /// `bad` − `expected`: how many bad traces it may explain. Findings are ranked by it.
    public var excess: Double { Double(bad) - expected }
    /// `bad` ÷ `expected`.
    public var lift: Double
    /// Two-sided, entries being equal; of a best cut, corrected for the number of cuts.
    public var p: Double
    /// Corrected for the number of comparisons: the rate of false discoveries at which it still counts.
    public var q: Double
    /// In standard deviations.
    public var z: Double
  }

  public struct Finding: Sendable {
    public var item: Item
    public var figures: Figures
    /// What exactly as many bad and good traces have, entry by entry: most often the same traces.
    public var alike: [Item]
    /// Bad traces that have it.
    public var exemplars: [TraceID]
  }

  /// Two items that together say more than either.
  public struct Pair: Sendable {
    public var first: Item
    public var second: Item
    public var figures: Figures
    public var exemplars: [TraceID]
  }

  /// A span without a parent, and how often its traces are bad.
  public struct Entry: Sendable {
    public var name: OperationName
    public var traces: Int
    public var bad: Int
  }

  /// A key that was not compared.
  public struct LeftOut: Sendable, Equatable {
    public enum Reason: String, Sendable {
      /// It has more values than the cap.
      case overCap = "over_cap"
      /// No value is in three traces or more.
      case id
      /// Every value is in all traces.
      case constant
      /// The condition names it.
      case condition
    }

    public var kind: Kind
    public var key: String
    public var reason: Reason
    /// How many values it has; nil over the cap.
    public var values: Int?
  }

  public var bad: Int
  public var good: Int
  /// The most bad traces first; ties by name. Entries without bad traces are only counted, in ``healthyEntries``.
  public var entries: [Entry]
  public var healthyEntries: Int
  /// What bad traces have more often than chance allows; by excess, largest first; ties by *z*, key, value.
  public var findings: [Finding]
  /// The same of what a span says about its own outcome: status codes, exceptions.
  public var symptoms: [Finding]
  /// By excess, largest first.
  public var pairs: [Pair]
  /// How many comparisons there were, pairs aside.
  public var comparisons: Int
  /// By reason, then key.
  public var leftOut: [LeftOut]
  /// Cap of values a key.
  public var mostValues: Int
}

/// How ``BubbleUp`` compares.
public struct BubbleUpOptions: Sendable {
  /// A key with more values is left out, but for a cut of its numbers.
  public var mostValues = 10_000
  /// The largest rate of false discoveries that is reported.
  public var mostQ = 0.05
  /// Of how many of the strongest findings pairs are looked at.
  public var mostPaired = 24

  public init() {}
}
