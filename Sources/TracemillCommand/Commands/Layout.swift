import HostSystem
import ReportRendering

/// Pictures of graphs, laid out by Graphviz.
enum Layout {
  /// Why there is no picture.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The longest that `dot` may take.
  static let timeoutNs: Int64 = 60_000_000_000

  /// The most that `dot` may write: bytes.
  static let sizeLimit = 1 << 28

  /// Runs `dot -Tsvg` on a graph. What it writes is not trusted: only what draws is kept.
  static func svg(_ dot: String, _ context: Context) throws -> String {
    guard case .found(let program) = ProgramLookup.find("dot", in: context.environment) else {
      throw Failure(
        description: "dot: the program is not installed; install the package graphviz, or leave SVG out (--no-svg)")
    }
    let result = try ChildProcess.run(
      program, ["-Tsvg"], input: Array(dot.utf8), output: .captured(limit: sizeLimit), environment: context.environment,
      timeoutNs: timeoutNs)
    guard case .exited(0) = result.end, !result.isOutputCut else {
      throw Failure(
        description: "dot: the graph could not be drawn (\(result.end)); draw fewer edges with --top, or use --no-svg")
    }
    guard let drawing = ForeignSVG.drawing(in: result.output) else {
      throw Failure(
        description: "dot: what it wrote is no plain SVG; is \(program) Graphviz's dot? Leave SVG out with --no-svg")
    }
    return drawing
  }
}
