import ReportModel
import ReportRendering
import Testing

@Suite("Hostile names stay data")
struct HostileNameTests {
  @Test("Markdown: every row of a table is one line with the same cells", arguments: 0..<40)
  func tables(seed: Int) {
    var names = HostileNames(seed: UInt64(seed))
    let rows = (0..<20).map { _ -> [Cell] in
      let styled =
        Text(names.name()) + .strong(names.name()) + .code(names.name()) + .link(names.name(), to: names.name())
      return [.text(Text(names.name())), .code(names.name()), .text(styled)]
    }
    let title = names.name()
    let table = Table(columns: [.init(title), .init("b", unit: names.name()), .figures("c")], rows: rows)
    let lines = table.markdown().split(omittingEmptySubsequences: false) { $0.isNewline }
    #expect(lines.count == 23)
    for line in lines.dropLast() { #expect(unescapedPipes(line) == 4, "\(line.debugDescription)") }
  }

  @Test("Markdown and plain text hold no control, bidirectional or separator characters", arguments: 0..<40)
  func characters(seed: Int) {
    var names = HostileNames(seed: 1_000 + UInt64(seed))
    let report = hostileReport(&names)
    for text in [report.markdown(), report.markdown(MarkdownOptions(drawsGraphs: false)), report.plainText()] {
      let hidden = text.unicodeScalars.filter { scalar in
        let value = scalar.value
        return (value < 0x20 && value != 0x0A) || (0x7F...0x9F).contains(value) || (0x2028...0x202E).contains(value)
          || (0x2066...0x2069).contains(value) || value == 0x200E || value == 0x200F || value & 0xFFFE == 0xFFFE
      }
      #expect(hidden.isEmpty)
    }
  }

  @Test("Markdown: no line begins a block that the report did not ask for", arguments: 0..<40)
  func blocks(seed: Int) {
    var names = HostileNames(seed: 2_000 + UInt64(seed))
    for _ in 0..<50 {
      let name = names.name()
      let text = Section("t", blocks: [.paragraph(Text(name))]).markdown()
      let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
      #expect(lines.count <= 2)
      guard lines.count == 2, let first = lines[1].first else { continue }
      #expect(!"#>-+=*`~|<[ ".contains(first), "\(lines[1].debugDescription)")
    }
  }

  @Test("Markdown links only web addresses, and their destinations hold nothing that ends them", arguments: 0..<20)
  func links(seed: Int) {
    var names = HostileNames(seed: 3_000 + UInt64(seed))
    for _ in 0..<50 {
      let address = names.name()
      let text = Section("t", blocks: [.paragraph(.link("here", to: address))]).markdown()
      #expect(!text.contains("](") || address.lowercased().hasPrefix("http"))
      guard address.utf8.count < 1_900 else { continue }
      let linked = Section("t", blocks: [.paragraph(.link("here", to: "https://x/" + address))]).markdown()
      let destination = linked.split(separator: "](").last.map { $0.dropLast(2) } ?? ""
      #expect(destination.hasPrefix("https://x/"))
      #expect(destination.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>()|`\\\"".utf8.contains($0) })
    }
  }

  @Test("Mermaid: every line follows the grammar", arguments: 0..<40)
  func mermaid(seed: Int) {
    var names = HostileNames(seed: 4_000 + UInt64(seed))
    let text = hostileGraph(&names).mermaid(notes: true).text
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      #expect(isMermaidLine(line), "\(line.debugDescription)")
    }
  }

  @Test(
    "dot takes every graph without a word, and shows labels as they are",
    .enabled(if: DotProgram.isInstalled, "dot is not installed"))
  func dot() throws {
    var names = HostileNames(seed: 5_000)
    let graphs = (0..<60).map { _ in hostileGraph(&names) }
    let canonical = try DotProgram.run("-Tcanon", input: graphs.map { $0.dot() }.joined())
    #expect(canonical.status == 0)
    #expect(canonical.errors.isEmpty, "\(canonical.errors.prefix(500))")
    #expect(canonical.output.split(separator: "\n").count { $0.hasPrefix("digraph") } == 60)
  }

  @Test("dot draws a hostile label as the text it is", .enabled(if: DotProgram.isInstalled, "dot is not installed"))
  func labels() throws {
    let nodes = [
      GraphNode(id: "service:\\N", category: .service, label: "a\\N\\G", figures: ["b\\l \"q\" &lt; <i>"]),
      GraphNode(id: "service:x\\", category: .topic, label: "line\nbreak\u{202E}"),
    ]
    let edge = GraphEdge(from: "service:\\N", to: "service:x\\", label: ["e\\E\\T &gt; \"x\"\\"])
    let drawn = try DotProgram.run(
      "-Tsvg", input: Graph(title: "t\\G", nodes: nodes, edges: [edge], showsLegend: false).dot())
    #expect(drawn.errors.isEmpty, "\(drawn.errors)")
    for text in [
      ">a\\N\\G<", ">b\\l &quot;q&quot; &amp;lt; &lt;i&gt;<", ">line\\nbreak\\u202e<",
      ">e\\E\\T &amp;gt; &quot;x&quot;\\<", ">t\\G<",
      "xlink:title=\"a∖N∖G",
    ] { #expect(drawn.output.contains(text), "\(text)") }
  }

  private func unescapedPipes(_ line: some StringProtocol) -> Int {
    var count = 0
    var previous: Unicode.Scalar = " "
    for scalar in line.unicodeScalars {
      if scalar == "|" && previous != "\\" { count += 1 }
      previous = scalar
    }
    return count
  }

  private func hostileReport(_ names: inout HostileNames) -> Report {
    let blocks: [Block] = [
      .paragraph(Text(names.name())), .list([.code(names.name()), .strong(names.name())]), .graph(hostileGraph(&names)),
      .preformatted(names.name(), language: names.name()), .note([Text(names.name())]),
      .picture(path: names.name(), caption: names.name()),
      .timeline(
        Timeline(title: names.name(), start: .max, bucketNanoseconds: .max, buckets: [.init(calls: .max), .init()])),
      .table(Table(columns: [.init(names.name())], rows: [[.code(names.name())]], hidden: 3, rowsAre: names.name())),
    ]
    return Report(
      title: Text(names.name()), lead: [Text(names.name()) + .code(names.name())],
      sections: [Section(.code(names.name()), blocks: blocks)])
  }

  private func hostileGraph(_ names: inout HostileNames) -> Graph {
    var graph = Graph(title: names.name(), hidden: [names.name(), names.name()])
    for place in 0..<8 {
      graph.nodes.append(
        GraphNode(
          id: "\(names.name())\(place)", category: .allCases[names.number(below: 5)], label: names.name(),
          cluster: names.number(below: 2) == 0 ? names.name() : nil, figures: [names.name(), names.name()],
          tooltip: [names.name()], url: names.number(below: 2) == 0 ? "http://" + names.name() : names.name(),
          emphasis: .allCases[names.number(below: GraphNode.Emphasis.allCases.count)],
          change: .allCases[names.number(below: GraphChange.allCases.count)]))
    }
    for _ in 0..<10 {
      graph.edges.append(
        GraphEdge(
          from: graph.nodes[names.number(below: 8)].id, to: graph.nodes[names.number(below: 8)].id,
          kind: .allCases[names.number(below: 5)], confidence: .allCases[names.number(below: 3)],
          label: [names.name()], tooltip: [names.name()], weight: names.number(below: 1_000_000),
          errors: names.number(below: 9),
          calls: names.number(below: 99), isBackEdge: names.number(below: 2) == 0,
          change: .allCases[names.number(below: GraphChange.allCases.count)], isFaded: names.number(below: 3) == 0))
    }
    return graph
  }
}
