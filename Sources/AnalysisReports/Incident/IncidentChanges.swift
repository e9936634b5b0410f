import ReportModel
import TraceAnalysis
import TraceModel

/// What changed around the onset: versions, deployments as far as the evidence names them, operations that came or went, edges between services.
extension Incident {
  private struct Event {
    var time: Int64?
    var text: Text
    var count: Int
  }

  var changeSection: Section {
    var events = versions + deployments + operations
    if let onset = ranking.onset {
      events.append(
        Event(
          time: onset.nanoseconds, text: "\(strong: "onset:") requests begin to differ", count: now.red.requests.calls))
    }
    events.sort { ($0.time ?? .max, $0.text.content) < ($1.time ?? .max, $1.text.content) }
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

  private var nothingNew: Text {
    var text: Text =
      "No new version was seen, no operation came or went, and there is no point in time from which on requests differ: what changed are figures."
    if ranking.missingData.contains("deployments") { text += " Deployments were not given." }
    return text
  }

  /// The edges that changed most, and how many did.
  private var edgeBlocks: [Block] {
    if !edges.edges.contains(where: { $0.change != .same }) { return [.paragraph(edges.sentence)] }
    return [.paragraph(edges.sentence), .table(edges.table.prefix(min(8, top ?? 8)))]
  }

  /// The edge that got worse most: of those out of the first suspect's service where one did, else of all.
  var worstEdge: Text? {
    let worse = edges.edges.filter { $0.shift?.isWorse ?? false }
    let own = worse.first { edges.nodes[$0.source].node.name == suspects.first?.service }
    guard let edge = own ?? worse.first, let before = edge.before, let now = edge.now, let shift = edge.shift else {
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

  /// Versions that only one of the windows has, of services that both have.
  private var versions: [Event] {
    guard let old = before.rootCause, let new = now.rootCause else { return [] }
    return new.newVersions(since: old).map { name, firstSeen in
      Event(
        time: firstSeen, text: "\(code: name.service) \(code: name.operation) is seen for the first time",
        count: calls(of: name.service))
    }
  }

  /// Deployments that count for a candidate.
  private var deployments: [Event] {
    ranking.candidates.compactMap { candidate in
      candidate.evidence.first { $0.time != nil }.map {
        Event(
          time: $0.time?.nanoseconds, text: "\(code: candidate.service): \($0.detail)",
          count: calls(of: candidate.service))
      }
    }
  }

  private func calls(of service: String) -> Int {
    now.red.services.first { $0.service == service }?.statistics.calls ?? 0
  }

  /// Operations that only one of the windows has, with enough calls to say so.
  private var operations: [Event] {
    REDComparison(before: before.red, now: now.red).rows.compactMap { row in
      let name: Text = "\(code: row.service) → \(code: row.operation)"
      if row.before.calls == 0, row.now.calls >= Incident.fewestCalls {
        return Event(time: nil, text: name + " is new", count: row.now.calls)
      }
      if row.now.calls == 0, row.before.calls >= Incident.fewestCalls {
        return Event(time: nil, text: name + " is not seen any more", count: row.before.calls)
      }
      return nil
    }
  }

  /// Calls from which on it is news that an operation came or went.
  private static let fewestCalls = 20
}
