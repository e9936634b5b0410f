public import ReportModel
public import TraceAnalysis
import TraceModel

extension SamplingResult {
  /// The section "What the policy keeps": how much, by which policy, what is lost, and what the figures become.
  ///
  /// - Parameter top: How many rows a table shows; nil for all.
  /// - Returns: The section; says so when the dump holds no traces.
  public func section(top: Int? = 20) -> Section {
    var section = Section("What the policy keeps")
    let (total, kept) = (decisions.total, decisions.kept)
    if total.traces == 0 {
      section.blocks.append(.paragraph("The dump holds no spans."))
      return section
    }
    section.blocks.append(
      .paragraph(
        "\(strong: .share(kept.traces, of: total.traces)) of the traces (\(kept.traces) of \(total.traces)), \(.share(kept.spans, of: total.spans)) of the spans, \(.share(kept.bytes, of: total.bytes)) of the bytes: \(.bytes(kept.bytes)) of \(.bytes(total.bytes)) as OTLP protobuf."
      ))
    section.blocks.append(.table(policiesTable))
    section.sections.append(Section("What is lost", blocks: [.table(coverageTable)]))
    section.sections.append(
      Section(
        "What the figures become",
        blocks: [
          .paragraph(
            "Requests by entry point: of all traces; of the kept ones as they are; and of these, each that a probabilistic policy chose counted for its like. Durations are of whole traces."
          ), .table(biasTable.prefix(top)),
        ]))
    return section
  }

  private var policiesTable: Table {
    Table(
      columns: [
        Table.Column("Policy"), Table.Column("Type"), .figures("Says sample"), .figures("Decides"),
      ],
      rows: decisions.policies.map { policy in
        [
          .code(policy.name), .text(Text(policy.type == "drop" ? "drop (says drop)" : policy.type)),
          .share(policy.sampled, of: decisions.total.traces), .share(policy.decided, of: decisions.total.traces),
        ]
      }, rowsAre: "policies")
  }

  private var coverageTable: Table {
    func row(_ name: Text, _ share: SamplingDecisions.Share) -> [Cell] {
      [
        .text(name), .count(share.total), .count(share.kept), .share(share.kept, of: share.total),
        .count(share.total - share.kept),
      ]
    }
    var links = row("links between traces and spans of the dump", decisions.links)
    links[4] = "\(decisions.links.total - decisions.links.kept), of them \(decisions.brokenLinks) torn at one end"
    return Table(
      columns: [Table.Column("Of"), .figures("All"), .figures("Kept"), .figures("Share"), .figures("Lost")],
      rows: [
        row("traces with an error", decisions.errors), row("the slowest 1 % of traces", decisions.slow),
        row("paths that at most one trace of 1,000 takes", rarePaths), row("edges between services", edges), links,
      ], rowsAre: "kinds")
  }

  private var biasTable: Table {
    func rate(_ figures: SamplingBias.Figures?) -> Quantity { figures.map { .fraction($0.errorRate) } ?? .none }
    func duration(_ time: Int64?) -> Quantity { time.map { .duration(nanoseconds: $0) } ?? .none }
    return Table(
      columns: [
        Table.Column("Service"), Table.Column("Operation"), .figures("Traces"), .figures("Kept"), .figures("Adjusted"),
        .figures("Failed"), .figures("Kept"), .figures("Adjusted"), .figures("p50"), .figures("Kept"),
        .figures("Adjusted"), .figures("p99"), .figures("Kept"), .figures("Adjusted"),
      ],
      rows: decisions.entries.map { entry in
        [
          .code(entry.service), .code(entry.operation), .count(entry.all.count), .count(entry.kept?.count ?? 0),
          .count(entry.adjusted?.count ?? 0), .quantity(rate(entry.all)), .quantity(rate(entry.kept)),
          .quantity(rate(entry.adjusted)), .quantity(duration(entry.all.p50)), .quantity(duration(entry.kept?.p50)),
          .quantity(duration(entry.adjusted?.p50)), .quantity(duration(entry.all.p99)),
          .quantity(duration(entry.kept?.p99)), .quantity(duration(entry.adjusted?.p99)),
        ]
      }, rowsAre: "entry points")
  }
}
