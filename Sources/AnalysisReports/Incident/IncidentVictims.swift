import ReportModel
import TraceAnalysis
import TraceModel

/// Who is hurt: entry points before and now, those that suffer first.
extension IncidentReport {
  var entrySection: Section {
    let hurt = incident.hurt
    let names = Set(hurt.map(\.name))
    let rest = incident.entryPoints.filter { !names.contains($0.name) }.sorted { $0.now.calls > $1.now.calls }
    let table = Table(
      columns: [
        Table.Column("Entry point"), .figures("Requests"), .figures("Failed"), .figures("p50"), .figures("p99"),
      ],
      rows: (hurt + rest).map(cells), rowsAre: "entry points")
    var blocks: [Block] = [.table(table.prefix(top))]
    if hurt.isEmpty {
      blocks.insert(.paragraph("No entry point got slower or fails more often, by more than chance."), at: 0)
    } else {
      let requests = hurt.reduce(0) { $0 + $1.now.calls }
      let whole = now.red.requests.calls
      blocks.insert(
        .paragraph(
          "\(strong: .count(hurt.count)) of \(counted(incident.entryPoints.count, "entry point")) got slower or \(plural(hurt.count, "fails", "fail")) more often, by more than chance; \(plural(hurt.count, "it stands first, and takes", "they stand first, and take")) \(.share(requests, of: whole)) of \(counted(whole, "request"))."
        ), at: 0)
    }
    return Section("Who is hurt", blocks: blocks)
  }

  private func cells(_ entry: RootCauseResult.EntryPoint) -> [Cell] {
    let now = entry.now
    let before = entry.before
    let name: Cell = .code("\(entry.name.service) \(entry.name.operation)")
    if before.calls == 0 {
      return [
        name, "new: \(now.calls)", .share(now.errors, of: now.calls),
        .quantity(now.durations.duration(50)), .quantity(now.durations.duration(99)),
      ]
    }
    return [
      name, .pair(.count(before.calls), .count(now.calls)),
      .change(.share(before.errors, of: before.calls), .share(now.errors, of: now.calls)),
      .change(before.durations.duration(50), now.durations.duration(50)),
      .change(before.durations.duration(99), now.durations.duration(99)),
    ]
  }
}
