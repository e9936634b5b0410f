import AnalysisReports
import HostSystem
import ReportModel
import SpanDecoding
import TraceAnalysis
import TraceAssembly

/// What `doctor` takes.
struct DoctorOptions: Sendable {
  var analysis = AnalysisOptions()
  var scores = false
  var expectations: String?
}

/// `doctor`: what a dump holds and what is wrong with it.
let doctorCommand = Command(
  CommandSpec(
    "doctor", .data, "What a dump holds, what is wrong with it, and what to do at the exporter.",
    initial: DoctorOptions(), positionals: [AnalysisOptions.positional.lifted(to: \DoctorOptions.analysis)],
    flags: AnalysisOptions.flags.map { $0.lifted(to: \.analysis) } + [
      .toggle(
        FlagManual(
          "score", .analysis, "Score the instrumentation of each service by the Instrumentation Score specification.",
          longDoc:
            "Rules that spans cannot be held against are named. The figure \"score\" of doctor itself is another: how readable the dump is."
        ), \.scores),
      .text(
        FlagManual(
          "expect", value: "FILE", .gates, "Hold the dump against the expectations of FILE; status 1 when one fails.",
          longDoc: """
            YAML with any of: services (names, or {name, min_spans}), complete (least percent of traces without an orphan), \
            error_rates ({service, max} in percent), durations ({service, operation, p50|p95|p99|max, tolerance}).
            """, completion: .file), \.expectations),
    ],
    examples: [
      CommandExample("tracemill doctor dump.jsonl.gz", "In words."),
      CommandExample("tracemill doctor --expect telemetry.yaml dump.jsonl.gz", "A test suite for telemetry."),
    ])
) { options, context in
  let checks = DoctorChecksFold.Options(
    scores: options.scores,
    expectations: try options.expectations.map { try YAMLFile.read($0, Expectation.read) })
  let dump = try await LoadedDump.read(
    options.analysis.dump.dumps, options.analysis.dump, attributes: .only(Set(checks.requiredAttributes)), context)
  let (fold, quality) = try await dump.run(DoctorChecksFold(options: checks, symbols: dump.assembler.symbols))
  let result = fold.finish()
  let top = options.analysis.top.limit
  let printout = Printout(
    sections: {
      [result.doctor.section(quality: quality)] + (result.scores.map { [$0.section(top: top)] } ?? [])
        + (result.expectations.map { [$0.section] } ?? [])
    },
    json: { json in
      result.doctor.write(to: &json, quality: quality) { json in
        if let scores = result.scores {
          json.key("instrumentation")
          scores.write(to: &json)
        }
        if let expectations = result.expectations {
          json.key("expectations")
          expectations.write(to: &json)
        }
      }
    })
  try context.print(printout, as: options.analysis.format)
  let fails = result.expectations?.contains { !$0.isMet } ?? false
  return try dump.settle(quality, context).combined(with: fails ? .gateTripped : .done)
}
