public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyResult {
  /// The section "Dependencies": the graph, its edges as a table, cycles, and what led nowhere.
  ///
  /// - Parameters:
  ///   - top: How many edges the table shows; nil for all.
  ///   - picture: The graph to show; ``overview(url:)`` for nil.
  /// - Returns: The section; says so when there is no edge.
  public func section(top: Int? = 20, picture: Graph? = nil) -> Section {
    var section = Section("Dependencies")
    if edges.isEmpty {
      section.blocks.append(.paragraph("No span of the dump leads from one service to another."))
    } else {
      section.blocks.append(.graph(picture ?? overview()))
      section.blocks.append(.table(edgesTable.prefix(top)))
    }
    if let spots = hotSpots(top: top) { section.sections.append(spots) }
    if !cycles.isEmpty { section.sections.append(Section("Cycles", blocks: [.list(cycles.map(sentence))])) }
    var lost = unresolved.sentences
    if polls > 0 { lost.append("\(polls) receives took no message; they are neither deliveries nor requests.") }
    if !lost.isEmpty { section.sections.append(Section("What led nowhere", blocks: [.list(lost)])) }
    return section
  }

  /// Edges by falling volume.
  public var edgesTable: Table {
    let order = edges.indices.sorted { (edges[$0].traffic.volume, $1) > (edges[$1].traffic.volume, $0) }
    return Table(
      columns: [
        Table.Column("From"), Table.Column("To"), Table.Column("How"), .figures("Calls"), .figures("Messages"),
        .figures("Errors"), .figures("p50"), .figures("p95"), .figures("p99"), .figures("Gap p95"),
        .figures("Wait p95"),
      ],
      rows: order.map { cells(edges[$0]) }, rowsAre: "edges")
  }

  private func cells(_ edge: DependencyEdge) -> [Cell] {
    let traffic = edge.traffic
    let durations = traffic.client.count > 0 ? traffic.client : traffic.server
    let percentile: (Histogram, Int) -> Cell = { .quantity($0.duration($1)) }
    return [
      .text(nodes[edge.source].text), .text(nodes[edge.target].text), .text(Text(edge.kind.name)),
      .count(traffic.calls), traffic.messages > 0 ? .count(traffic.messages) : .none,
      .share(traffic.errors, of: traffic.calls), percentile(durations, 50), percentile(durations, 95),
      percentile(durations, 99), percentile(traffic.gap, 95), percentile(traffic.queueWait, 95),
    ]
  }

  private func sentence(_ cycle: DependencyCycle) -> Text {
    var text = Text("")
    for place in cycle.witness + cycle.witness.prefix(1) {
      if !text.isEmpty { text += " → " }
      text += nodes[place].text
    }
    text += cycle.throughMessages ? " (through messages" : " (calls, each waiting for the next"
    text += cycle.seenInOnePath ? "; seen within one path)" : "; only when paths are laid over each other)"
    if cycle.members.count > cycle.witness.count {
      text += ", one way round among \(cycle.members.count) nodes that reach each other"
    }
    return text
  }
}

extension UnresolvedDependencies {
  /// What is not zero, in words.
  var sentences: [Text] {
    var sentences: [Text] = []
    if missingParents > 0 {
      sentences.append(
        "\(counted(missingParents, "span names", "spans name")) a parent that is not in the dump; no edge was made up for \(plural(missingParents, "it", "them"))."
      )
    }
    if clientsWithoutPeer > 0 {
      sentences.append(
        "\(counted(clientsWithoutPeer, "CLIENT span has", "CLIENT spans have")) no answering span and \(plural(clientsWithoutPeer, "does not say whom it", "do not say whom they")) called (\(code: "server.address") or \(code: "peer.service") would)."
      )
    }
    if consumersWithoutSource > 0 {
      sentences.append(
        "\(counted(consumersWithoutSource, "consumed message names neither its", "consumed messages name neither their")) topic nor a producer of the dump."
      )
    }
    if producersWithoutTarget > 0 {
      sentences.append(
        "\(counted(producersWithoutTarget, "published message names", "published messages name")) no topic, and nobody in the dump consumes \(plural(producersWithoutTarget, "it", "them"))."
      )
    }
    if messagesWithoutProducer > 0 {
      sentences.append(
        "\(counted(messagesWithoutProducer, "link of a consumer leads to a producer that is", "links of consumers lead to producers that are")) not in the dump."
      )
    }
    return sentences
  }
}

extension DependencyNode {
  /// The name, with the type of what is no service.
  var text: Text { category == .service ? .code(name) : "\(category.name) \(code: name)" }
}
