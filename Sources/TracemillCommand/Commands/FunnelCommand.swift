import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `funnel` takes.
struct FunnelCommandOptions: Sendable {
  var dump = DumpOptions()
  var funnel = FunnelOptions(steps: [])
  var format = OutputFormat.md
}

/// `funnel`: how far journeys come.
let funnelCommand = Command(
  CommandSpec(
    "funnel", .analyses, "How many journeys come how far through some steps, and what is lost on the way.",
    discussion: """
      A journey, traces joined by messages, reaches a step when different spans match all steps up to it, each starting no earlier than the one \
      before.
      """,
    initial: FunnelCommandOptions(), positionals: [DumpOptions.positional.lifted(to: \FunnelCommandOptions.dump)],
    flags: DumpOptions.flags.map { $0.lifted(to: \.dump) } + [
      .value(
        FlagManual(
          "steps", value: "STEPS", .analysis, "The steps in order: SERVICE:OPERATION,SERVICE:OPERATION.",
          longDoc: "Both are exact names; a \":\" or \",\" in a name is written \"\\:\" or \"\\,\"."), \.funnel.steps,
        FunnelSteps.parse),
      .text(
        FlagManual("value", value: "KEY", .analysis, "A journey is worth the first number that a span has under KEY."),
        \.funnel.value),
      .format([.document, .json], \.format),
    ],
    examples: [
      CommandExample(
        "tracemill funnel --steps 'web:visit,cart:add,pay:authorize' --value order.value dump.jsonl.gz",
        "Where orders are lost, and what they were worth.")
    ],
    check: { options throws(UsageError) in
      if options.funnel.steps.isEmpty {
        throw UsageError("no steps are given", remedy: "name them by --steps SERVICE:OPERATION,SERVICE:OPERATION")
      }
    })
) { options, context in
  let attributes = MessageKeys.requiredAttributes + (options.funnel.value.map { [$0] } ?? [])
  let dump = try await LoadedDump.read(options.dump.dumps, options.dump, attributes: .only(Set(attributes)), context)
  let (fold, quality) = try await dump.run(FunnelFold(options: options.funnel, symbols: dump.assembler.symbols))
  let result = fold.finish()
  let names = try await NameCheck.of(dump)
  for step in options.funnel.steps { names.warn("--steps", step.service, step.operation, context) }
  try context.print(
    Printout(section: { result.section }, json: { result.write(to: &$0) }), as: options.format)
  return try dump.settle(quality, context)
}
