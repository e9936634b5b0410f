import TraceModel

/// A tail-sampling processor at work: is shown trace after trace, in the order of their ends, and remembers what its limits were used for.
struct SamplingReplay {
  private let policy: SamplingPolicy
  private var buckets: [TokenBucket]
  private var composites: [CompositeBudget]

  init(_ policy: SamplingPolicy) {
    self.policy = policy
    buckets = policy.buckets.map(TokenBucket.init)
    composites = policy.composites.map(CompositeBudget.init)
  }

  enum Decision: Equatable {
    case dropped(policy: Int)
    case sampled(policy: Int)
    case notSampled
  }

  /// Decides on a trace.
  ///
  /// Policies that drop are asked first, wherever they stand; one that does ends it. Then all others are asked in order, so that limits also pay for
  /// what others keep, unless the first that samples ends it.
  ///
  /// - Returns: The decision, and which policies said sample (or dropped).
  mutating func decide(_ trace: ReplayedTrace) -> (decision: Decision, said: [Int]) {
    for (number, own) in policy.policies.enumerated() where own.drops && ask(own.rule, trace) {
      return (.dropped(policy: number), [number])
    }
    var said: [Int] = []
    for (number, own) in policy.policies.enumerated() where !own.drops && ask(own.rule, trace) {
      said.append(number)
      if policy.samplesOnFirstMatch { break }
    }
    return (said.first.map { .sampled(policy: $0) } ?? .notSampled, said)
  }

  private mutating func ask(_ rule: PolicyRule, _ trace: ReplayedTrace) -> Bool {
    switch rule {
    case .always: return true
    case .leaf(let number): return trace.answers[number / 64] >> UInt64(number % 64) & 1 == 1
    case .latency(let threshold, let upper):
      let milliseconds = trace.duration / 1_000_000
      return milliseconds > threshold && upper.map { milliseconds <= $0 } ?? true
    case .spanCount(let least, let most):
      return Int64(trace.spans) >= least && most.map { Int64(trace.spans) <= $0 } ?? true
    case .probabilistic(let salt, let threshold):
      guard let threshold else { return true }
      return TraceHash.value(salt: salt, trace.id) <= threshold
    case .spanLimit(let number): return buckets[number].take(trace.spans, at: trace.end)
    case .byteLimit(let number): return buckets[number].take(trace.bytes, at: trace.end)
    case .and(let rules):
      for rule in rules where !ask(rule, trace) { return false }
      return true
    case .not(let rule): return !ask(rule, trace)
    case .composite(let number, let rules):
      for (sub, rule) in rules.enumerated() where ask(rule, trace) {
        return composites[number].take(trace.spans, of: sub, at: trace.end)
      }
      return false
    }
  }
}

/// Tokens that come at a steady rate and are kept up to a capacity; full at first. Exact: counts in billionths of a token.
struct TokenBucket {
  private let limit: BucketLimit
  private var level: Int128
  private var time: Int64?

  init(_ limit: BucketLimit) {
    self.limit = limit
    level = TokenBucket.billion * Int128(limit.capacity)
  }

  private static let billion: Int128 = 1_000_000_000

  /// Takes so many tokens, when it has all of them. Times (ns) must not run backwards.
  mutating func take(_ count: Int, at now: Int64) -> Bool {
    if let time { level += Int128(now - time) * Int128(limit.rate) }
    level = min(level, TokenBucket.billion * Int128(limit.capacity))
    time = now
    let cost = TokenBucket.billion * Int128(count)
    if cost > level { return false }
    level -= cost
    return true
  }
}

/// Spans that the sub-policies of a composite have used of the second at hand.
struct CompositeBudget {
  private let limit: CompositeLimit
  private var second = Int64.min
  private var used: [Int64]

  init(_ limit: CompositeLimit) {
    self.limit = limit
    used = [Int64](repeating: 0, count: limit.shares.count)
  }

  mutating func take(_ spans: Int, of sub: Int, at now: Int64) -> Bool {
    if now / 1_000_000_000 != second {
      second = now / 1_000_000_000
      used = used.map { _ in 0 }
    }
    let after = used[sub] + Int64(spans)
    if after > limit.shares[sub] || after > limit.maxTotal { return false }
    used[sub] = after
    return true
  }
}

/// FNV-1a over a salt and the bytes of a trace id, as the collector hashes.
enum TraceHash {
  static func value(salt: [UInt8], _ id: TraceID) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in salt { add(byte) }
    for word in [id.high, id.low] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) { add(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return hash
  }
}
