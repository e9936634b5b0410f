public import TraceModel

/// What adds up exactly, in any order: merging is associative and commutative, and a new value adds nothing.
public protocol Mergeable: Sendable {
  init()
  mutating func merge(_ other: Self)

  /// About how many bytes it holds, those that it refers to included.
  var size: Int { get }
}

extension Mergeable {
  public var size: Int { MemoryLayout<Self>.size }
}

extension Histogram: Mergeable {}

/// Everything that a fold has seen, and nothing else.
///
/// Holds counts, whole nanoseconds, histograms of a fixed layout, tables of them by typed keys, and samples chosen by a fixed hash. Scratch, symbol
/// tables, options and arenas stand beside it. States of one run share its symbols. Nothing in it grows with the number of traces, save what
/// a list of everything asks for.
public protocol PartialState: Sendable {
  /// Adds what `other` has seen of other journeys. Associative, commutative, exact.
  mutating func merge(_ other: Self)

  /// About how many bytes it holds.
  var size: Int { get }
}

extension Int: Mergeable {
  public mutating func merge(_ other: Int) { self &+= other }
}
