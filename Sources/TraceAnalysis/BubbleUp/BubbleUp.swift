public import TraceAssembly
public import TraceModel

/// Which attributes, versions, hosts and operations set some traces apart from the rest.
public enum BubbleUp {
  /// Compares bad traces with the others.
  ///
  /// - Parameters:
  ///   - selection: Which traces are bad.
  ///   - assembler: The dump.
  ///   - jobs: How many workers; changes nothing.
  ///   - journeys: Which journeys are compared.
  ///   - options: Caps and limits.
  /// - Returns: What was found, and what decoding and assembly found wrong.
  /// - Throws: ``SpillError`` when spilled spans cannot be read back.
  public static func analyse(
    _ selection: TraceSelection, over assembler: TraceAssembler, jobs: Int, journeys: JourneySelection = .all,
    options: BubbleUpOptions = BubbleUpOptions()
  ) async throws -> (result: BubbleUpResult, quality: DataQuality) {
    let (results, quality) = try await analyse(
      [selection], over: assembler, jobs: jobs, journeys: journeys, options: options)
    return (results[0], quality)
  }

  /// Compares bad traces with the others, by each of some selections, in three passes over the columns for all of them together.
  ///
  /// The first finds out how often each entry is bad; the second counts what every trace has; the third, which is left out when nothing was found, the
  /// strongest findings two by two. A trace has a value when one of its spans, or a resource of one, has it. Bad and good traces are compared among
  /// entries that are bad about equally often, so that what merely tells one entry from another does not count: see ``Association``.
  ///
  /// The dump should have been decoded with all attributes; what was not kept is not compared.
  ///
  /// - Parameters:
  ///   - selections: Which traces are bad. Without one there are no passes.
  ///   - assembler: The dump.
  ///   - jobs: How many workers; changes nothing.
  ///   - journeys: Which journeys are compared.
  ///   - options: Caps and limits.
  /// - Returns: What was found by each selection, and what decoding and assembly found wrong.
  /// - Throws: ``SpillError`` when spilled spans cannot be read back.
  ///
  /// Source: the question is that of Honeycomb's BubbleUp; the statistics are ours.
  public static func analyse(
    _ selections: [TraceSelection], over assembler: TraceAssembler, jobs: Int, journeys: JourneySelection = .all,
    options: BubbleUpOptions = BubbleUpOptions()
  ) async throws -> (results: [BubbleUpResult], quality: DataQuality) {
    if selections.isEmpty { return ([], DataQuality()) }
    let symbols = assembler.symbols
    func pass<Fold: StatefulFold>(_ fold: Fold) async throws -> (result: Fold.Result, quality: DataQuality) {
      let (fold, quality) = try await JourneyPass.run(fold, over: assembler, jobs: jobs, selection: journeys)
      return (fold.finish(), quality)
    }
    var selections = selections
    if selections.contains(where: { $0.expression?.needsPercentiles ?? false }) {
      let red = try await pass(REDFold(options: REDOptions(), prior: (), symbols: symbols)).result
      selections = selections.map { $0.resolved(by: red) }
    }
    let (strata, quality) = try await pass(BubbleUpEntryFold(options: selections, symbols: symbols))
    let counted = try await pass(
      BubbleUpFold(
        options: BubbleUpFold.Options(selections: selections, maxValues: options.mostValues), prior: strata,
        symbols: symbols)
    ).result
    let found = selections.enumerated().map { number, selection in
      BubbleUpFindings(counted, selection: number, condition: selection.expression, options: options)
    }
    var prior = BubbleUpPairFold.Prior(found: [], items: BubbleUpWanted([], codes: 0))
    var items: [BubbleUpFindings.Candidate] = []
    for (found, strata) in zip(found, strata) {
      let first = items.count
      items += found.findings + found.symptoms
      prior.found.append(
        BubbleUpPairFold.Found(
          strata: strata, items: first..<items.count, paired: min(options.mostPaired, found.findings.count)))
    }
    var seen = prior.found.map { BubbleUpPairFold.Seen($0) }
    if !items.isEmpty {
      prior.items = BubbleUpWanted(items, codes: counted.tables.codes.count)
      seen = try await pass(BubbleUpPairFold(options: selections, prior: prior, symbols: symbols)).result
    }
    let results = selections.indices.map {
      BubbleUpResult(counted.totals[$0], found[$0], seen[$0], prior.found[$0], symbols, options)
    }
    return (results, quality)
  }
}

extension TraceSelection {
  /// What decides, where that is an expression.
  fileprivate var expression: TraceCondition? {
    if case .condition(let condition) = self { condition } else { nil }
  }

  /// The same with the percentiles that its condition names.
  fileprivate func resolved(by red: REDResult) -> TraceSelection {
    guard let expression, expression.needsPercentiles else { return self }
    return .condition(expression.resolved(by: red))
  }
}

extension BubbleUpResult {
  fileprivate init(
    _ totals: BubbleUpCounts, _ found: BubbleUpFindings, _ seen: BubbleUpPairFold.Seen, _ prior: BubbleUpPairFold.Found,
    _ symbols: SymbolTable, _ options: BubbleUpOptions
  ) {
    bad = totals.bad
    good = totals.good
    let named = prior.strata.entries.filter { $0.count.bad > 0 }
    entries = named.map { key, count in
      Entry(
        name: key.operation.map { OperationName($0, symbols) } ?? OperationName(service: "", operation: ""),
        traces: count.traces, bad: count.bad)
    }
    healthyEntries = prior.strata.entries.count - named.count
    comparisons = found.comparisons
    leftOut = found.leftOut
    mostValues = options.mostValues
    let count = found.findings.count
    findings = found.findings.enumerated().map { Finding($1, seen.itemTraces[$0].ids) }
    symptoms = found.symptoms.enumerated().map { Finding($1, seen.itemTraces[count + $0].ids) }
    pairs = []
    addPairs(found, seen, totals, paired: prior.paired, options)
  }

  /// Pairs that say more than either: among the traces that have the one, those that have the other too are bad more often, and the other way round.
  private mutating func addPairs(
    _ found: BubbleUpFindings, _ seen: BubbleUpPairFold.Seen, _ totals: BubbleUpCounts, paired: Int,
    _ options: BubbleUpOptions
  ) {
    var tested: [(first: Int, second: Int, association: Association, p: Double)] = []
    for second in 0..<paired {
      for first in 0..<second {
        let (one, other) = (found.findings[first], found.findings[second])
        let both = seen.pairs[BubbleUpPairFold.Seen.index(first, second)]
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
      let pair = BubbleUpPairFold.Seen.index(test.first, test.second)
      let figures = Figures(test.association, good: seen.pairs[pair].good, q: q)
      if figures.lift <= max(Figures(one).lift, Figures(other).lift) { continue }
      pairs.append(Pair(first: one.item, second: other.item, figures: figures, exemplars: seen.pairTraces[pair].ids))
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
