import AnalysisReports
import ReportModel
import ReportRendering
import TraceAnalysis
import TraceModel

/// Everything that the commands print about one dump, by what it is.
struct RenderedOutputs: Equatable {
  var json: [String: [UInt8]] = [:]
  var dot: [String: String] = [:]
  var texts: [String: String] = [:]
  /// Tab-separated values.
  var tables: [String: String] = [:]

  init(_ result: AllAnalyses.Result, quality: DataQuality) {
    var dump = result.report
    let window = dump.rootCause
    dump.rootCause = nil
    let side = DumpFindings.Side(result: dump, quality: quality)
    add("report", DumpReport(DumpFindings(now: side, before: nil), top: 20))
    if window != nil {
      let ranked = DumpFindings.Side(result: result.report, quality: quality)
      add(
        "incident",
        DumpReport(
          DumpFindings(now: ranked, before: ranked), top: nil, traceURL: "https://t/{traceId}", picture: "d.svg"))
    }
    let flames = dump.criticalPath.flameGraph()
    texts["folded"] = flames.foldedStacks()
    texts["flames"] = flames.svg()
    write("doctor") { dump.doctor.write(to: &$0, quality: quality) }
    write("red") { dump.red.write(to: &$0) }
    write("dependencies") { dump.dependencies.write(to: &$0, top: nil) }
    write("paths") { result.paths.writePaths(to: &$0, top: nil) }
    write("operations") { result.paths.writeOperations(to: &$0) }
    write("queues") { result.queues.write(to: &$0, top: nil) }
    write("critical-path") { result.requests.write(to: &$0) }
    add("dependencies", dump.dependencies.graph(top: nil))
    add("few dependencies", dump.dependencies.graph(top: 3))
    add("operations", result.paths.graph(top: 150))
    texts["paths"] = Section("Ways", blocks: [.table(result.paths.pathsTable)]).markdown(level: 1)
    for (name, view) in [("slowest", result.slowest), ("failed", result.failed)] {
      guard let view else { continue }
      write("trace " + name) { view.write(to: &$0) }
      let waterfall = view.waterfall(limit: 200)
      texts["trace " + name] = waterfall.document()
      texts["trace md " + name] = waterfall.markdown()
      texts["trace svg " + name] = waterfall.svg()
    }
  }

  private mutating func write(_ name: String, _ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    body(&writer)
    json[name] = writer.finish()
  }

  private mutating func add(_ name: String, _ report: DumpReport) {
    write(name) { report.write(to: &$0) }
    let document = report.document
    texts[name] = document.markdown()
    tables[name] = document.tsv()
    texts[name + " lead"] = document.plainTextLead()
    texts[name + " plain"] = document.plainText()
  }

  private mutating func add(_ name: String, _ graph: Graph) {
    dot[name] = graph.dot()
    texts[name + " mmd"] = graph.mermaid().text
  }
}
