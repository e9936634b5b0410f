/// A policy that looks at the spans of a trace alone.
enum PolicyLeaf: Sendable {
  case string(key: String, values: [String], inverted: Bool)
  case pattern(key: String, [Pattern], inverted: Bool)
  /// Both bounds inclusive; nil for none.
  case number(key: String, least: Int64?, most: Int64?, inverted: Bool)
  case flag(key: String, value: Bool, inverted: Bool)
  case status(unset: Bool, ok: Bool, error: Bool)
  case traceState(key: String, values: [String])
  case traceFlags

  /// The attribute that it looks at, of spans and resources.
  var key: String? {
    switch self {
    case .string(let key, _, _), .pattern(let key, _, _), .number(let key, _, _, _), .flag(let key, _, _): key
    case .status, .traceState, .traceFlags: nil
    }
  }

  /// Whether it says sample when nothing fits.
  var isInverted: Bool {
    switch self {
    case .string(_, _, let inverted), .pattern(_, _, let inverted), .number(_, _, _, let inverted),
      .flag(_, _, let inverted):
      inverted
    case .status, .traceState, .traceFlags: false
    }
  }
}

/// A policy, as it is asked.
indirect enum PolicyRule: Sendable {
  case always
  /// Number of the ``PolicyLeaf``.
  case leaf(Int)
  /// In whole milliseconds: more than the first, at most the second; nil for no upper bound.
  case latency(Int64, Int64?)
  case spanCount(Int64, Int64?)
  /// Sample when the hash of salt and trace id is at most the threshold; nil for all.
  case probabilistic(salt: [UInt8], threshold: UInt64?)
  /// Number of the bucket.
  case spanLimit(Int)
  case byteLimit(Int)
  case and([PolicyRule])
  case not(PolicyRule)
  case composite(Int, [PolicyRule])
}

/// A token bucket.
struct BucketLimit: Sendable, Equatable {
  /// Tokens a second.
  var rate: Int64
  /// Tokens it holds.
  var capacity: Int64
}

/// A limit that is shared by sub-policies.
struct CompositeLimit: Sendable, Equatable {
  var maxTotal: Int64
  /// Spans a second of each sub-policy.
  var shares: [Int64]
}

/// A policy at the top of a processor.
struct Policy: Sendable {
  var name: String
  var type: String
  /// Whether it drops what its rule says sample to.
  var drops: Bool
  var rule: PolicyRule
  /// Percent of the ids that a probabilistic policy at the top takes; nil for other types.
  var percent: Double?
}

/// A `tail_sampling` processor, ready to be replayed.
public struct SamplingPolicy: Sendable {
  var policies: [Policy] = []
  var leaves: [PolicyLeaf] = []
  var buckets: [BucketLimit] = []
  var composites: [CompositeLimit] = []
  var samplesOnFirstMatch = false
  /// Settings that were read and change nothing here.
  public internal(set) var ignored: [String] = []

  init() {}
}
