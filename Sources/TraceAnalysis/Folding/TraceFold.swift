public import TraceModel

/// An analysis that sees every journey once and adds up what it sees. The one shape of all analyses.
///
/// What it has seen is made of things that add up exactly (counts, integer nanoseconds, ``Histogram``s): any split of the journeys over
/// workers, partitions or machines, merged in any order, finishes with the same bytes. Percentiles, ranks and scores
/// are computed in `finish`, never merged.
public protocol TraceFold: Sendable {
  associatedtype Options: Sendable
  associatedtype Result: Sendable
  /// What an earlier pass found out (end of the dump, quantiles, onset), frozen; `Void` for most.
  associatedtype Prior: Sendable

  /// How journeys are to be read for it.
  var readingOptions: JourneyReading.Options { get }

  /// Begins with nothing seen. `symbols` are the names of the run; every observed journey uses them.
  init(options: Options, prior: Prior, symbols: SymbolTable)

  /// Adds one journey. A trace without links is a journey of one trace.
  mutating func observe(_ reading: inout JourneyReading)

  /// Adds what `other`, a fold over other journeys of the same run, has seen. Associative and commutative.
  mutating func merge(_ other: Self)

  consuming func finish() -> Result
}

extension TraceFold {
  public var readingOptions: JourneyReading.Options { JourneyReading.Options() }

  /// Adds one journey that nobody else looks at. A pass reads each journey once for all its folds instead.
  public mutating func observe(_ journey: Journey) {
    var reading = JourneyReading(symbols: journey.table.symbols, options: readingOptions)
    reading.begin(journey)
    observe(&reading)
  }

  /// Adds all journeys of a table, read for this fold alone.
  public mutating func observe(journeysOf table: SpanTable) {
    var reading = JourneyReading(symbols: table.symbols, options: readingOptions)
    for number in 0..<table.journeyCount {
      reading.begin(table.journey(number))
      observe(&reading)
    }
  }
}

/// A fold of which all that it has seen is a state: counts, sums, histograms and tables of them, apart from what it works with.
public protocol StatefulFold: TraceFold {
  associatedtype State: PartialState

  /// Everything that was seen, and nothing else.
  var state: State { get set }

  /// What the figures of a state say. Pure: equal states give equal results.
  static func finish(_ state: consuming State, options: Options, prior: Prior, symbols: SymbolTable) -> Result

  var options: Options { get }
  var prior: Prior { get }
  var symbols: SymbolTable { get }
}

extension StatefulFold {
  public mutating func merge(_ other: Self) { state.merge(other.state) }

  public consuming func finish() -> Result {
    Self.finish(state, options: options, prior: prior, symbols: symbols)
  }
}

extension StatefulFold where Prior == Void {
  public var prior: Void { () }
}

extension StatefulFold where Options == Void {
  public var options: Void { () }
}
