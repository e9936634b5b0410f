import HostSystem
import ReportModel
import ReportRendering

/// How a result is printed. A new format is a case and its line in the switch: every command that has a part which the format draws offers it.
enum OutputFormat: String, CaseIterable, Sendable {
  case md, json, tsv, dot, mermaid, folded, svg, text

  /// What the format makes of the parts of a printout; of several that there are, the first counts.
  private var renderers: [Renderer] {
    switch self {
    case .md: [.document { document, _ in document.markdown }, .waterfall { $0.markdown() }]
    case .json: [.json]
    case .tsv: [.document { $1.tables(of: $0) }]
    case .dot: [.graph { graph, _ in graph.dot() }]
    case .mermaid: [.graph { graph, _ in graph.mermaid(notes: true).text }]
    case .folded: [.flameGraph { $0.foldedStacks() }]
    case .svg: [.graph { try Layout.svg($0.dot(), $1) }, .flameGraph { $0.svg() }, .waterfall { $0.svg() }]
    case .text: [.waterfall { $0.document() }]
    }
  }

  /// How one part is drawn.
  private enum Renderer {
    case document((Printout.Document, Context) -> String)
    case json
    case graph((Graph, Context) throws -> String)
    case flameGraph((FlameGraph) -> String)
    case waterfall((Waterfall) -> String)

    var part: Printout.Part {
      switch self {
      case .document: .document
      case .json: .json
      case .graph: .graph
      case .flameGraph: .flameGraph
      case .waterfall: .waterfall
      }
    }

    /// Nil where the printout lacks the part.
    func bytes(_ printout: Printout, _ context: Context) throws -> [UInt8]? {
      switch self {
      case .document(let draw): printout.document.map { Array(draw($0(), context).utf8) }
      case .json:
        printout.json.map { write in
          var json = JSONWriter()
          write(&json)
          return json.finish()
        }
      case .graph(let draw): try printout.graph.map { Array(try draw($0(), context).utf8) }
      case .flameGraph(let draw): printout.flameGraph.map { Array(draw($0()).utf8) }
      case .waterfall(let draw): printout.waterfall.map { Array(draw($0()).utf8) }
      }
    }
  }

  /// The formats in which such parts can be printed, `first` before all others.
  static func offered(_ parts: Set<Printout.Part>, first: OutputFormat) -> [OutputFormat] {
    [first]
      + allCases.filter { format in
        format != first && format.renderers.contains { parts.contains($0.part) }
      }
  }

  fileprivate func bytes(_ printout: Printout, _ context: Context) throws -> [UInt8] {
    for renderer in renderers {
      if let bytes = try renderer.bytes(printout, context) { return bytes }
    }
    preconditionFailure("a command offers \(rawValue) and has nothing to draw so")
  }
}

/// What a user of the tables has to know.
private let tablesDoc = """
  tsv prints the tables alone, an empty line between two. Each begins with a line of column titles; the first field of a line names the \
  table. Durations are whole nanoseconds, shares are fractions of 1, rates are a second; \\t, \\n, \\r and \\\\ stand for what a field may not hold.
  """

extension Flag {
  /// `--format`: the formats in which such parts can be printed, of which `first` is the default.
  static func format(
    _ parts: Set<Printout.Part>, first: OutputFormat = .md,
    _ path: any WritableKeyPath<Options, OutputFormat> & Sendable, doc: String = "How to print the result."
  ) -> Flag {
    let offered = OutputFormat.offered(parts, first: first).map(\.rawValue)
    let manual = FlagManual(
      "format", short: "f", value: "FORMAT", .output, doc, longDoc: offered.contains("tsv") ? tablesDoc : "",
      default: first.rawValue, allowed: offered)
    return Flag(manual) { (options: inout Options, text: String) throws(UsageError) in
      guard let format = OutputFormat(rawValue: text), offered.contains(text) else {
        throw UsageError.notAmong(offered, text)
      }
      options[keyPath: path] = format
    }
  }
}

extension Context {
  /// Writes what was found on stdout, in one format.
  func print(_ printout: Printout, as format: OutputFormat) throws {
    let bytes = try format.bytes(printout, self)
    var output = StandardOutput(standardOutput)
    try output.write(bytes)
    try output.finish()
  }

  /// The tables alone; what they do not show for want of rows is said on stderr.
  fileprivate func tables(of document: Printout.Document) -> String {
    for sentence in document.sections.hiddenSentences { talk.warning("\(sentence); \"--top all\" shows all") }
    return document.sections.tsv()
  }
}

extension Printout.Document {
  fileprivate var markdown: String {
    switch self {
    case .report(let report): report.markdown()
    case .sections(let sections): sections.map { $0.markdown(level: 1) }.joined(separator: "\n")
    }
  }
}
