import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly
import TraceModel
import YAMLReading

/// Whether traces that messages join are kept together.
enum LinkedTracesChoice: String, CaseIterable, Sendable {
  case apart, together
}

/// What `sampling` takes.
struct SamplingCommandOptions: Sendable {
  var analysis = AnalysisOptions()
  var path = ""
  var processor: String?
  var linked = LinkedTracesChoice.apart
}

/// `sampling`: what a tail-sampling policy keeps.
let samplingCommand = Command(
  CommandSpec(
    "sampling", .analyses, "Which traces a tail-sampling policy keeps, and what is lost with the others.",
    discussion: """
      The policy is that of the OpenTelemetry collector's tail_sampling processor; a trace of the dump is whole when it is decided on, in the order of the \
      traces' ends.
      """,
    initial: SamplingCommandOptions(),
    positionals: [AnalysisOptions.positional.lifted(to: \SamplingCommandOptions.analysis)],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .text(
        FlagManual(
          "policy", value: "FILE", .input, "The collector's configuration, or the processor alone, in YAML.",
          completion: .file), \.path),
      .text(
        FlagManual("processor", value: "NAME", .input, "Which tail_sampling processor, when FILE has several."),
        \.processor),
      .choice(
        FlagManual(
          "linked", value: "HOW", .analysis, "Whether all traces of a journey are kept when one is.",
          longDoc: "together comes after the policies: limits do not pay for what it adds.", default: "apart"), \.linked
      ),
    ],
    examples: [
      CommandExample("tracemill sampling --policy collector.yaml dump.jsonl.gz", "What is kept, and what is lost.")
    ],
    check: { options throws(UsageError) in
      if options.path.isEmpty { throw UsageError("no policy is given", remedy: "name its file by --policy FILE") }
    })
) { options, context in
  let processor = options.processor
  let policy = try YAMLFile.read(options.path) { file throws(YAMLError) in
    try SamplingPolicy.read(file, processor: processor)
  }
  for setting in policy.ignored {
    context.talk.warning(
      "\(options.path): \"\(setting)\" is ignored; a trace of the dump is whole when it is decided on")
  }
  let dump = try await LoadedDump.read(options.analysis.dump.dumps, options.analysis.dump, attributes: .all, context)
  let symbols = dump.assembler.symbols
  let (fold, quality) = try await dump.run(SamplingPassFold(options: policy, symbols: symbols))
  let all = fold.finish()
  let decisions = options.linked == .together ? all.decisions.linkedTogether() : all.decisions
  let (graph, _) = try await dump.run(TraceGraphFold(options: decisions.keptIDs, symbols: symbols))
  let result = SamplingResult(decisions, all: all.graph, kept: graph.finish())
  let top = options.analysis.top.limit
  try context.print(
    Printout(section: { result.section(top: top) }, json: { result.write(to: &$0, top: top) }),
    as: options.analysis.format)
  return try dump.settle(quality, context)
}
