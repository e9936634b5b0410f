public import TraceModel

/// A fold that may not have been asked for: nil looks at nothing, and finds nothing.
extension Optional: TraceFold where Wrapped: TraceFold {
  public var readingOptions: JourneyReading.Options { self?.readingOptions ?? JourneyReading.Options() }

  /// Nil for options of nil.
  public init(options: Wrapped.Options?, prior: Wrapped.Prior, symbols: SymbolTable) {
    self = options.map { Wrapped(options: $0, prior: prior, symbols: symbols) }
  }

  public mutating func observe(_ reading: inout JourneyReading) { self?.observe(&reading) }

  public mutating func merge(_ other: Wrapped?) {
    if let other { self?.merge(other) }
  }

  public consuming func finish() -> Wrapped.Result? { self?.finish() }
}
