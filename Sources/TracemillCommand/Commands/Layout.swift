import HostSystem

/// Pictures of graphs, laid out by Graphviz.
enum Layout {
  /// Why there is no picture.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The longest that `dot` may take.
  static let timeoutNs: Int64 = 60_000_000_000

  /// Runs `dot -Tsvg` on a graph.
  static func svg(_ dot: String, _ context: Context) throws -> String {
    guard case .found(let program) = ProgramLookup.find("dot", in: context.environment) else {
      throw Failure(
        description: "dot: the program is not installed; install the package graphviz, or leave SVG out (--no-svg)")
    }
    let result = try ChildProcess.run(
      program, ["-Tsvg"], input: Array(dot.utf8), environment: context.environment, timeoutNs: timeoutNs)
    guard case .exited(0) = result.end, !result.isOutputCut else {
      throw Failure(
        description: "dot: the graph could not be drawn (\(result.end)); draw fewer edges with --top, or use --no-svg")
    }
    return String(decoding: result.output, as: UTF8.self)
  }
}
