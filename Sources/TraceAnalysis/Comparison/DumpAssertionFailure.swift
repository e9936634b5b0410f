extension DumpAssertion {
  /// Why an assertion does not hold, with its figures.
  public enum Failure: Sendable {
    /// The dump now has no calls at all.
    case nothingNow
    /// The dump before has no calls to compare edges with.
    case nothingBefore
    /// Edges are counted, and the limit is no number.
    case edgesAreCounted
    /// How many edges changed so, and up to three of them by the names of their ends.
    case edges(count: Int, examples: [(source: String, target: String)])
    /// Neither dump has spans of what it speaks of.
    case noSpans
    /// There are no calls of it now.
    case noCalls
    /// It has no calls now whose time is known.
    case untimed
    /// It has no calls before to compare with.
    case noCallsBefore
    /// What was measured over so many calls; the same before where the limit is told by that.
    case measured(Figure, calls: Int, before: (figure: Figure, calls: Int)?)
  }

  /// What a metric is.
  public enum Figure: Sendable, Equatable {
    case duration(nanoseconds: Int64)
    case count(Int)
    /// So many in so much time (ns).
    case rate(Int, nanoseconds: Int64)
    case share(Int, of: Int)
  }
}

extension DumpAssertion.Figure {
  /// As an exact fraction with a positive denominator; a rate is a second.
  var ratio: (Int128, Int128) {
    switch self {
    case .duration(let nanoseconds): (Int128(nanoseconds), 1)
    case .count(let count): (Int128(count), 1)
    // Whole microseconds leave room for the products of a comparison.
    case .rate(let count, let nanoseconds): (Int128(count) * 1_000_000, Int128(max(1, nanoseconds / 1000)))
    case .share(let part, let whole): (Int128(part), Int128(whole))
    }
  }
}
