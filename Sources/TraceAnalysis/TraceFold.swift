public import TraceModel

/// An analysis that sees every journey once and adds up what it sees. The one shape of all analyses.
///
/// The state is made of things that add up exactly (counts, integer nanoseconds, ``Histogram``s): any split of the journeys over
/// workers, partitions or machines, merged in any order, finishes with the same bytes. Percentiles, ranks and scores
/// are computed in `finish`, never merged.
public protocol TraceFold: Sendable {
  associatedtype Options: Sendable
  associatedtype Result: Sendable
  /// What an earlier pass found out (end of the dump, quantiles, onset), frozen; `Void` for most.
  associatedtype Prior: Sendable

  /// Begins with nothing seen. `symbols` are the names of the run; every observed journey uses them.
  init(options: Options, prior: Prior, symbols: SymbolTable)

  /// Adds one journey. A trace without links is a journey of one trace.
  mutating func observe(_ journey: borrowing Journey)

  /// Adds what `other`, a fold over other journeys of the same run, has seen. Associative and commutative.
  mutating func merge(_ other: Self)

  consuming func finish() -> Result
}
