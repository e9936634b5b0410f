public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyComparison {
  /// The section "What changed between services": counts, new and vanished nodes, the graph, the edges that changed.
  ///
  /// - Parameters:
  ///   - top: How many edges the table shows; nil for all.
  ///   - drawn: How many changed edges the graph shows; nil for all.
  /// - Returns: The section; a sentence alone when nothing changed.
  public func section(top: Int? = 20, drawn: Int? = 60) -> Section {
    var section = Section("What changed between services", blocks: [.paragraph(sentence)])
    let lines = [Difference.added, .gone, .notSeen].compactMap(nodesSentence)
    if !lines.isEmpty { section.blocks.append(.list(lines)) }
    if edges.contains(where: { $0.change != .same }) || nodes.contains(where: { $0.change != .same }) {
      section.blocks.append(.graph(graph(top: drawn)))
    }
    if edges.contains(where: { $0.change != .same }) { section.blocks.append(.table(table.prefix(top))) }
    return section
  }

  /// How many edges are new, gone, changed, and the same.
  public var sentence: Text {
    var text: Text =
      "Edges between services: \(edgeCount(.added)) new, \(edgeCount(.gone)) gone, \(edgeCount(.changed)) changed, \(edgeCount(.same)) as before"
    if edgeCount(.notSeen) > 0 {
      text += ", \(edgeCount(.notSeen)) not seen now but too rare before to call gone"
    }
    return text + " (\(counted(rootsBefore, "root span")) before, \(rootsNow) now)."
  }

  private func nodesSentence(_ change: Difference) -> Text? {
    let found = nodes.filter { $0.change == change }
    if found.isEmpty { return nil }
    var text: Text =
      switch change {
      case .added: "New: "
      case .gone: "Gone: "
      default: "Not seen now, rare before: "
      }
    for (place, node) in found.prefix(12).enumerated() {
      if place > 0 { text += ", " }
      text += node.node.text
    }
    return found.count > 12 ? text + " and \(found.count - 12) more." : text + "."
  }

  /// The edges that changed, those that matter most first.
  public var table: Table {
    let changed = edges.filter { $0.change != .same }
    return Table(
      columns: [
        Table.Column("From"), Table.Column("To"), Table.Column("How"), Table.Column("Change"), .figures("Calls"),
        .figures("A request"), .figures("Errors"), .figures("p50"), .figures("p95"), .figures("Wait p95"),
      ],
      rows: changed.map(cells), rowsAre: "changed edges")
  }

  private func cells(_ edge: Edge) -> [Cell] {
    let (before, now) = (edge.before, edge.now)
    return [
      .text(nodes[edge.source].node.text), .text(nodes[edge.target].node.text), .text(Text(edge.kind.name)),
      .text(Text(edge.change.word)),
      .pair(.count(before?.calls ?? 0), .count(now?.calls ?? 0)),
      pair(before.map { perRoot($0, rootsBefore) }, now.map { perRoot($0, rootsNow) }),
      pair(before.map { .share($0.errors, of: $0.calls) }, now.map { .share($0.errors, of: $0.calls) }),
      pair(before?.timed.cell(50), now?.timed.cell(50)), pair(before?.timed.cell(95), now?.timed.cell(95)),
      pair(before?.queueWait.cell(95), now?.queueWait.cell(95)),
    ]
  }

  /// Both, or the one there is.
  private func pair(_ before: Quantity?, _ now: Quantity?) -> Cell {
    switch (before, now) {
    case (let before?, let now?): .change(before, now)
    case (let before?, nil): .quantity(before)
    case (nil, let now?): .quantity(now)
    case (nil, nil): .none
    }
  }
}

extension DependencyComparison.Difference {
  /// The change in the words of reports.
  var word: String { self == .notSeen ? "not seen" : rawValue }
}

extension Histogram {
  /// A percentile as a duration, nil where there are too few values.
  fileprivate func cell(_ percent: Int) -> Quantity? {
    count == 0 || (percent == 95 && count < 20) ? nil : .duration(nanoseconds: percentile(percent))
  }
}
