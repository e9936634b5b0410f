public import TraceAssembly

extension TraceCondition {
  /// The condition with every `p95` replaced by the limits that the dump's own requests give it; one pass over them where there is one.
  ///
  /// - Throws: ``SpillError`` when spilled spans cannot be read back.
  public func resolved(
    over assembler: TraceAssembler, jobs: Int, journeys: JourneySelection = .all
  ) async throws -> TraceCondition {
    if !needsPercentiles { return self }
    let red = REDFold(options: REDOptions(), prior: (), symbols: assembler.symbols)
    return resolved(
      by: try await JourneyPass.run(red, over: assembler, jobs: jobs, selection: journeys).fold.finish())
  }
}
