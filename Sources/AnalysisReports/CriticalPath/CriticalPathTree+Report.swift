public import ReportModel
public import TraceAnalysis
public import TraceModel

extension CriticalPathResult {
  /// The section "Call contexts": for each entry point, what its responses waited for in the context of the calls that led there, and how the
  /// slowest of them differ from the fast half.
  ///
  /// - Parameters:
  ///   - top: How many rows a table shows; nil for all.
  ///   - exemplar: How a trace id is shown.
  /// - Returns: The section; nil without a path that has any length.
  public func contextSection(
    top: Int? = 20, exemplar: (TraceID) -> Text = { $0.prefixText }
  ) -> Section? {
    let shown = entries.filter { !$0.tree.nodes.isEmpty }
    if shown.isEmpty { return nil }
    var lead: Text = """
      Each entry point's responses laid over each other by call context. Responses are set apart by duration: the fast half \
      (p0-50), the slower half without its tail (p50-95), the tail (p95-99) and the slowest (p99-100).
      """
    if let treeDepth {
      lead +=
        " There are more contexts than are kept: all below depth \(treeDepth) is added to the contexts at that depth, which are marked with …."
    }
    var section = Section("Call contexts", blocks: [.paragraph(lead)])
    for entry in top.map({ Array(shown.prefix($0)) }) ?? shown {
      var blocks: [Block] = [.table(entry.contextTable(exemplar: exemplar).prefix(top))]
      if let difference = entry.differenceTable(exemplar: exemplar) {
        if let sentence = entry.differenceSentence { blocks.append(.paragraph(sentence)) }
        blocks.append(.table(difference.prefix(top)))
      }
      section.sections.append(Section(entry.title, blocks: blocks))
    }
    let hidden = shown.count - section.sections.count
    if hidden > 0 { section.blocks.append(.paragraph("Entry points not shown: \(hidden).")) }
    return section
  }
}

extension CriticalPathEntry {
  /// Service and operation, and the value where entry points are split.
  var name: String { "\(service) \(operation)" + (value.map { " · \($0)" } ?? "") }

  var title: Text { .code(name) }

  fileprivate func contextTable(exemplar: (TraceID) -> Text) -> Table {
    let rows = tree.nodes.map { node -> [Cell] in
      let indentation = String(repeating: "· ", count: min(node.depth, 40) - 1)
      return [
        .text("\(indentation)\(code: "\(node.service) \(node.operation)")\(node.isCut ? " …" : "")"),
        .text(Text(node.spanKind == .unspecified ? "" : node.spanKind.name)),
        .share(node.traces, of: traces), .share(Int(node.inclusiveNanoseconds), of: Int(durations.sum)),
        .share(Int(node.exclusiveNanoseconds), of: Int(durations.sum)),
        node.exclusive.map { .duration(nanoseconds: $0.percentile(50)) } ?? .none,
        node.exclusive.map { .duration(nanoseconds: $0.percentile(95)) } ?? .none,
        node.exclusive.map { .quantity($0.duration(99)) } ?? .none,
        node.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
    }
    return Table(
      columns: [
        Table.Column("Call context", maximumWidth: 100), Table.Column("Kind"), .figures("On path in"),
        .figures("With callees"), .figures("Own"), .figures("Own p50"), .figures("Own p95"), .figures("Own p99"),
        Table.Column("Exemplar"),
      ], rows: rows, rowsAre: "contexts")
  }

  /// Where the slowest responses spend more than the fast ones, in one sentence; nil without a difference.
  var differenceSentence: Text? {
    guard let (low, high) = comparedBands, let first = bandDifferences().first else { return nil }
    let node = tree.nodes[first.node]
    let verb = first.highMean > first.lowMean ? "more" : "less"
    return """
      What sets \(high.band.name) (\(counted(high.traces, "response")) from \(.duration(nanoseconds: high.lowest)) on) apart from \
      \(low.band.name) (\(low.traces), below \(.duration(nanoseconds: low.limit))): most of all \(verb) time in \
      \(code: "\(node.service) \(node.operation)").
      """
  }

  fileprivate func differenceTable(exemplar: (TraceID) -> Text) -> Table? {
    guard let (low, high) = comparedBands else { return nil }
    let rows = bandDifferences().map { difference -> [Cell] in
      let node = tree.nodes[difference.node]
      return [
        .code("\(node.service) \(node.operation)"),
        node.parent.map { .code("\(tree.nodes[$0].service) \(tree.nodes[$0].operation)") } ?? .none,
        .change(.duration(nanoseconds: difference.lowMean), .duration(nanoseconds: difference.highMean)),
        .change(
          .share(Int(difference.low.exclusive), of: Int(low.total)),
          .share(Int(difference.high.exclusive), of: Int(high.total))),
        .change(.share(difference.low.traces, of: low.traces), .share(difference.high.traces, of: high.traces)),
        node.exemplars.first.map { .text(exemplar($0.traceID)) } ?? .none,
      ]
    }
    if rows.isEmpty { return nil }
    return Table(
      columns: [
        Table.Column("Operation"), Table.Column("Called by"), .figures("Own time a response"), .figures("Share"),
        .figures("On path in"), Table.Column("Exemplar"),
      ], rows: rows, rowsAre: "differences")
  }
}
