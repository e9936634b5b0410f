import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// An analysis of one dump in one pass, as a value: what it reads, what it counts, and what is printed of it.
struct AnalysisCommand<Options: Sendable, Prior: Sendable, Fold: TraceFold>: Sendable {
  /// What was found in which dump.
  struct Pass {
    var result: Fold.Result
    var quality: DataQuality
    var dump: LoadedDump
  }

  /// The attributes of spans that the fold asks for.
  var attributes: AttributeSelection
  /// What is read beside the dump, and before it.
  var prior: @Sendable (Options, Context) async throws -> Prior
  var fold: @Sendable (Options, Prior, SymbolTable) -> Fold
  var printout: @Sendable (Pass, Options) -> Printout
}

extension AnalysisCommand where Prior == Void {
  /// An analysis that reads nothing beside the dump.
  init(
    attributes: [String], fold: @escaping @Sendable (Options, SymbolTable) -> Fold,
    printout: @escaping @Sendable (Pass, Options) -> Printout
  ) {
    self.init(
      attributes: .only(Set(attributes)), prior: { _, _ in }, fold: { options, _, symbols in fold(options, symbols) },
      printout: printout)
  }
}

extension Command {
  /// The command of an analysis; `path` leads to the options that every analysis takes.
  init<Options, Prior, Fold>(
    _ spec: CommandSpec<Options>, _ path: any KeyPath<Options, AnalysisOptions> & Sendable,
    _ analysis: AnalysisCommand<Options, Prior, Fold>
  ) {
    self.init(spec) { options, context in
      let own = options[keyPath: path]
      let prior = try await analysis.prior(options, context)
      let dump = try await LoadedDump.read(own.dump.dumps, own.dump, attributes: analysis.attributes, context)
      let (fold, quality) = try await dump.run(analysis.fold(options, prior, dump.assembler.symbols))
      let pass = AnalysisCommand<Options, Prior, Fold>.Pass(result: fold.finish(), quality: quality, dump: dump)
      try context.print(analysis.printout(pass, options), as: own.format)
      return try dump.settle(quality, context)
    }
  }
}
