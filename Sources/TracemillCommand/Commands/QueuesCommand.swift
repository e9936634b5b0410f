import AnalysisReports
import ReportModel
import TraceAnalysis
import TraceAssembly

/// `queues`: what came of the messages.
let queuesCommand = Command(
  CommandSpec(
    "queues", .analyses, "Deliveries, waits, and acknowledgements and their order, by topic and consumer.",
    initial: AnalysisOptions(), positionals: [AnalysisOptions.positional], flags: AnalysisOptions.flags,
    examples: [CommandExample("tracemill queues dump.jsonl.gz", "The tables as Markdown.")]), \.self,
  AnalysisCommand(
    attributes: QueuesFold.requiredAttributes,
    fold: { options, symbols in
      QueuesFold(options: QueuesOptions(listsDeliveries: options.format == .json), symbols: symbols)
    },
    printout: { pass, options in
      var result = pass.result
      result.timeStitching = pass.dump.assembler.timeStitching
      result.cutLinks = pass.dump.assembler.cutLinks
      let queues = result
      return Printout(
        section: { queues.section(top: options.top.limit) }, json: { queues.write(to: &$0, top: options.top.limit) })
    }))
