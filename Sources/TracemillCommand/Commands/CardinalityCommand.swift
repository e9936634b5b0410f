import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel

/// What `cardinality` takes.
struct CardinalityCommandOptions: Sendable {
  var dump = DumpOptions()
  var sets: [[String]] = []
  var cap = 100_000
  var limit = 100
  var format = OutputFormat.md
  var top = TopLimit.first(20)
}

/// `cardinality`: what metrics would cost.
let cardinalityCommand = Command(
  CommandSpec(
    "cardinality", .analyses,
    "How many series metrics made from the spans would have, and which attributes make them many.",
    initial: CardinalityCommandOptions(),
    positionals: [DumpOptions.positional.lifted(to: \CardinalityCommandOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .list(
        FlagManual(
          "by", value: "KEY[,KEY...]", .analysis, "Price a metric that has these attributes as labels too; repeatable.",
          longDoc:
            "The labels of the span metrics connector (service.name, span.name, span.kind, status.code) are always there."
        ),
        \.sets, attributeKeys),
      .value(
        FlagManual("cap", value: "N", .analysis, "Count distinct things exactly up to N.", default: "100000"), \.cap,
        Count.parsePositive),
      .value(
        FlagManual("limit", value: "N", .analysis, "List attributes with more than N values.", default: "100"),
        \.limit, Count.parser(in: 0...Int.max)),
      .format([.document, .json], \.format),
      .value(
        FlagManual(
          "top", value: "N", .output, "Show the N attributes with the most values, or \"all\".", default: "20"),
        \.top, TopLimit.parse),
    ],
    examples: [
      CommandExample("tracemill cardinality --by http.route,region dump.jsonl.gz", "What two more labels would cost.")
    ])
) { options, context in
  let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .all, context)
  let priced = CardinalityOptions(sets: options.sets, cap: options.cap, limit: options.limit)
  let (fold, quality) = try await dump.run(CardinalityFold(options: priced, symbols: dump.assembler.symbols))
  let result = fold.finish()
  for key in Set(options.sets.joined()).sorted() where dump.assembler.symbols.symbol(of: key) == nil {
    context.talk.warning(
      "--by \(key): the dump has no such attribute; the list in \"tracemill bubbleup\" has those it has")
  }
  let top = options.top.limit
  try context.print(
    Printout(section: { result.section(top: top) }, json: { result.write(to: &$0, top: top) }), as: options.format)
  return try dump.settle(quality, context)
}

/// Keys parted by commas.
@Sendable private func attributeKeys(_ text: String) throws(UsageError) -> [String] {
  let keys = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  if keys.contains("") {
    throw UsageError("\"\(text)\" names an attribute without a name", remedy: "write KEY or KEY,KEY")
  }
  if Set(keys).count < keys.count { throw UsageError("\"\(text)\" names an attribute twice", remedy: "name each once") }
  return keys
}
