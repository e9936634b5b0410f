import AnalysisReports
import HostSystem
import ReportRendering
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// `queues`: what came of the messages.
let queuesCommand = Command(
  CommandSpec(
    "queues", .analyses, "Deliveries, waits, and acknowledgements and their order, by topic and consumer.",
    initial: AnalysisOptions(), positionals: [AnalysisOptions.positional], flags: AnalysisOptions.flags,
    examples: [CommandExample("tracemill queues dump.jsonl.gz", "The tables as Markdown.")])
) { options, context in
  let dump = try await LoadedDump.read(
    options.dump.dumps, options.dump, attributes: .only(Set(QueuesFold.requiredAttributes)), context)
  let lists = QueuesOptions(listsDeliveries: options.format == .json)
  let (fold, quality) = try await dump.run(QueuesFold(options: lists, symbols: dump.assembler.symbols))
  var result = fold.finish()
  result.timeStitching = dump.assembler.timeStitching
  result.cutLinks = dump.assembler.cutLinks
  switch options.format {
  case .md: _ = try context.print(result.section(top: options.top.limit).markdown(level: 1))
  case .json: try context.printJSON { result.write(to: &$0, top: options.top.limit) }
  }
  return try dump.settle(quality, context)
}
