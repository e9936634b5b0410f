public import TraceAssembly
public import TraceModel

/// Which attributes, versions, hosts and operations set some traces apart from the rest.
public enum BubbleUp {
  /// Compares bad traces with the others, in three passes over the columns.
  ///
  /// The first finds out how often each entry is bad; the second counts what every trace has; the third the strongest findings two by two. A trace has a
  /// value when one of its spans, or a resource of one, has it. Bad and good traces are compared among entries that are bad about equally often, so that
  /// what merely tells one entry from another does not count: see ``Association``.
  ///
  /// The dump should have been decoded with all attributes; what was not kept is not compared.
  ///
  /// - Parameters:
  ///   - selection: Which traces are bad.
  ///   - assembler: The dump.
  ///   - jobs: How many workers; changes nothing.
  ///   - journeys: Which journeys are compared.
  ///   - options: Caps and limits.
  /// - Returns: What was found, and what decoding and assembly found wrong.
  /// - Throws: ``SpillError`` when spilled spans cannot be read back.
  ///
  /// Source: the question is that of Honeycomb's BubbleUp; the statistics are ours.
  public static func analyse(
    _ selection: TraceSelection, over assembler: TraceAssembler, jobs: Int, journeys: JourneySelection = .all,
    options: BubbleUpOptions = BubbleUpOptions()
  ) async throws -> (result: BubbleUpResult, quality: DataQuality) {
    let symbols = assembler.symbols
    var selection = selection
    var condition: TraceCondition?
    if case .condition(var given) = selection {
      if given.needsPercentiles {
        let red = REDFold(options: REDOptions(), prior: (), symbols: symbols)
        given = given.resolved(
          by: try await JourneyPass.run(red, over: assembler, jobs: jobs, selection: journeys).fold.finish())
        selection = .condition(given)
      }
      condition = given
    }
    let (entries, quality) = try await JourneyPass.run(
      BubbleUpEntryFold(options: selection, symbols: symbols), over: assembler, jobs: jobs, selection: journeys)
    let strata = entries.finish()
    let counted = try await JourneyPass.run(
      BubbleUpFold(
        options: BubbleUpFold.Options(selection: selection, mostValues: options.mostValues), prior: strata,
        symbols: symbols), over: assembler, jobs: jobs, selection: journeys
    ).fold.finish()
    let found = BubbleUpFindings(counted, condition: condition, options: options)
    let paired = min(options.mostPaired, found.findings.count)
    let items = found.findings + found.symptoms
    let pairs = try await JourneyPass.run(
      BubbleUpPairFold(
        options: selection,
        prior: BubbleUpPairFold.Prior(strata: strata, items: BubbleUpWanted(items), paired: paired), symbols: symbols),
      over: assembler, jobs: jobs, selection: journeys
    ).fold.finish()
    return (BubbleUpResult(counted, found, pairs, strata, paired: paired, options: options), quality)
  }
}

extension BubbleUpResult {
  init(
    _ counted: BubbleUpFold, _ found: BubbleUpFindings, _ third: BubbleUpPairFold, _ strata: BubbleUpStrata,
    paired: Int,
    options: BubbleUpOptions
  ) {
    let symbols = counted.tables.codes.symbols
    bad = counted.totals.bad
    good = counted.totals.good
    let named = strata.entries.filter { $0.bad > 0 }
    entries = named.map { entry in
      Entry(
        name: OperationName(
          service: entry.names == BubbleUpStrata.noEntry ? "" : symbols.string(of: Symbol(UInt32(entry.names >> 32))),
          operation: entry.names == BubbleUpStrata.noEntry
            ? "" : symbols.string(of: Symbol(UInt32(truncatingIfNeeded: entry.names)))),
        traces: entry.traces, bad: entry.bad)
    }
    healthyEntries = strata.entries.count - named.count
    comparisons = found.comparisons
    leftOut = found.leftOut
    mostValues = options.mostValues
    let count = found.findings.count
    findings = found.findings.enumerated().map { Finding($1, third.itemTraces[$0].ids) }
    symptoms = found.symptoms.enumerated().map { Finding($1, third.itemTraces[count + $0].ids) }
    pairs = []
    addPairs(found, third, counted.totals, paired: paired, options)
  }

  /// Pairs that say more than either: among the traces that have the one, those that have the other too are bad more often, and the other way round.
  private mutating func addPairs(
    _ found: BubbleUpFindings, _ third: BubbleUpPairFold, _ totals: BubbleUpCounts, paired: Int,
    _ options: BubbleUpOptions
  ) {
    var tested: [(first: Int, second: Int, association: Association, p: Double)] = []
    for second in 0..<paired {
      for first in 0..<second {
        let (one, other) = (found.findings[first], found.findings[second])
        let both = third.pairs[BubbleUpPairFold.place(first, second)]
        if both.bad < BubbleUpFindings.fewest || both == one.counts || both == other.counts { continue }
        let amongFirst = Association(both, in: one.counts)
        let amongSecond = Association(both, in: other.counts)
        let isMore = amongFirst.z > 0 && amongSecond.z > 0
        tested.append((first, second, Association(both, in: totals), isMore ? max(amongFirst.p, amongSecond.p) : 1))
      }
    }
    let rates = Association.discoveryRates(tested.map(\.p))
    for (test, q) in zip(tested, rates) where q <= options.mostQ {
      let (one, other) = (found.findings[test.first], found.findings[test.second])
      let place = BubbleUpPairFold.place(test.first, test.second)
      let figures = Figures(test.association, good: third.pairs[place].good, q: q)
      if figures.lift <= max(Figures(one).lift, Figures(other).lift) { continue }
      pairs.append(
        Pair(first: one.item, second: other.item, figures: figures, exemplars: third.pairTraces[place].ids))
    }
    pairs.sort { left, right in
      if left.figures.excess != right.figures.excess { return left.figures.excess > right.figures.excess }
      return (left.first, left.second) < (right.first, right.second)
    }
  }
}

extension BubbleUpResult.Finding {
  fileprivate init(_ candidate: BubbleUpFindings.Candidate, _ exemplars: [TraceID]) {
    item = candidate.item
    figures = BubbleUpResult.Figures(candidate)
    alike = candidate.alike
    self.exemplars = exemplars
  }
}

extension BubbleUpResult.Figures {
  fileprivate init(_ candidate: BubbleUpFindings.Candidate) {
    self.init(candidate.association, good: candidate.counts.good, q: candidate.q)
  }

  fileprivate init(_ association: Association, good: Int, q: Double) {
    bad = association.bad
    self.good = good
    expected = association.expected
    lift = association.expected > 0 ? Double(association.bad) / association.expected : 0
    p = association.p
    self.q = q
    z = association.z
  }
}
