import ReportModel
import TraceAnalysis
import TraceModel

/// What changed around the onset: versions, deployments as far as the evidence names them, operations that came or went, edges between services.
extension IncidentReport {
  var changeSection: Section {
    let events = incident.events.map { (time: $0.time, text: words($0.event), count: $0.count) }
      .sorted { ($0.time ?? .max, $0.text.content) < ($1.time ?? .max, $1.text.content) }
    if events.isEmpty { return Section("What changed", blocks: [.paragraph(nothingNew)] + edgeBlocks) }
    let table = Table(
      columns: [Table.Column("Time"), Table.Column("Event", maximumWidth: 100), .figures("From onset"), .figures("n")],
      rows: events.map { event in
        [
          event.time.map { .time(nanoseconds: $0) } ?? .none, .text(event.text), distance(event.time),
          .count(event.count),
        ]
      }, rowsAre: "events")
    return Section("What changed", blocks: [.table(table.prefix(top))] + edgeBlocks)
  }

  private func words(_ event: Incident.Event) -> Text {
    switch event {
    case .onset: "\(strong: "onset:") requests begin to differ"
    case .newVersion(let name): "\(code: name.service) \(code: name.operation) is seen for the first time"
    case .deployment(let evidence): "\(code: evidence.service): \(evidence.detail)"
    case .newOperation(let name): "\(code: name.service) → \(code: name.operation) is new"
    case .goneOperation(let name): "\(code: name.service) → \(code: name.operation) is not seen any more"
    }
  }

  private var nothingNew: Text {
    var text: Text =
      "No new version was seen, no operation came or went, and there is no point in time from which on requests differ: what changed are figures."
    if ranking.missingData.contains(.deployments) { text += " Deployments were not given." }
    return text
  }

  /// The edges that changed most, and how many did.
  private var edgeBlocks: [Block] {
    if !edges.edges.contains(where: { $0.change != .same }) { return [.paragraph(edges.sentence)] }
    return [.paragraph(edges.sentence), .table(edges.table.prefix(min(8, top ?? 8)))]
  }

  /// The edge that got worse most, in a sentence.
  var worstEdge: Text? {
    guard let edge = incident.worstEdge, let before = edge.before, let now = edge.now, let shift = edge.shift else {
      return nil
    }
    var text: Text = "\(edges.nodes[edge.source].node.text) → \(edges.nodes[edge.target].node.text): "
    if let latency = shift.latency, latency.now > latency.before {
      text += latency.clock == .queueWait ? "wait p\(latency.percent) " : "p\(latency.percent) "
      text += "\(Change(from: .duration(nanoseconds: latency.before), to: .duration(nanoseconds: latency.now)))"
    } else {
      text +=
        "failed \(Change(from: .share(before.errors, of: before.calls), to: .share(now.errors, of: now.calls)))"
    }
    return "Edge that worsened most: " + text + " (n \(before.calls) → \(now.calls))."
  }

  private func distance(_ time: Int64?) -> Cell {
    guard let time, let onset = ranking.onset?.nanoseconds else { return .none }
    let distance = time.subtractingSaturated(onset)
    if distance == 0 { return "0 s" }
    let text = Quantity.duration(nanoseconds: distance.magnitude > UInt64(Int64.max) ? .max : abs(distance))
    return distance < 0 ? "\(text) before" : "\(text) after"
  }
}
