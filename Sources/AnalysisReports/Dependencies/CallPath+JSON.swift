public import ReportModel
public import TraceAnalysis
import TraceModel

extension CallPathResult {
  /// Writes the paths view of `tracemill/dependencies/1` as one object; `top` paths (nil for all), the others counted.
  public func writePaths(to json: inout JSONWriter, top: Int? = nil) {
    let shown = paths.prefix(top ?? paths.count)
    json.object { json in
      json.field("schema", "tracemill/dependencies/1")
      json.field("view", "paths")
      json.array("paths") { json in
        for path in shown {
          json.object { json in
            json.array("hops") { json in
              for hop in path.hops {
                json.object { json in
                  json.field("service", hop.service)
                  json.field("operation", hop.operation)
                }
              }
            }
            json.field("traces", path.traces)
            json.field("errors", path.errors)
            json.field("p95Ns", path.durations.percentile(95))
            json.field("exemplars", path.exemplars.map(\.description))
          }
        }
      }
      json.field("pathsHidden", paths.count - shown.count)
    }
  }

  /// Writes the operations view of `tracemill/dependencies/1` as one object: nodes are (service, operation).
  public func writeOperations(to json: inout JSONWriter) {
    json.object { json in
      json.field("schema", "tracemill/dependencies/1")
      json.field("view", "operations")
      json.array("nodes") { json in
        for hop in operations {
          json.object { json in
            json.field("id", hop.id)
            json.field("type", "operation")
            json.field("name", hop.operation)
            json.field("service", hop.service)
          }
        }
      }
      json.array("edges") { json in
        for step in steps {
          json.object { json in
            json.field("source", step.from.id)
            json.field("target", step.to.id)
            json.field("kind", "call")
            step.statistics.write(to: &json)
          }
        }
      }
    }
  }

  /// Every operation on a way, by service and name.
  var operations: [Hop] { Set(paths.flatMap(\.hops)).sorted() }

  /// The operations as a graph, one cluster a service.
  ///
  /// - Parameter top: How many steps are drawn, those with the most calls; nil for all.
  /// - Returns: The graph; what was left out is said in its `hidden` sentences.
  public func graph(top: Int? = 80) -> Graph {
    let order = steps.indices.sorted { (steps[$0].statistics.calls, $1) > (steps[$1].statistics.calls, $0) }
    let drawn = order.prefix(top ?? steps.count).sorted().map { steps[$0] }
    let touched = drawn.isEmpty ? operations : Set(drawn.flatMap { [$0.from, $0.to] }).sorted()
    var graph = Graph(title: "Operations")
    graph.nodes = touched.map { GraphNode(id: $0.id, category: .service, label: $0.operation, cluster: $0.service) }
    graph.edges = drawn.map { step in
      let durations = step.statistics.durations
      let p95 = durations.count == 0 ? [] : ["p95 \(Quantity.duration(nanoseconds: durations.percentile(95)))"]
      return GraphEdge(
        from: step.from.id, to: step.to.id, label: ["\(Quantity.count(step.statistics.calls))"] + p95,
        tooltip: [durations.percentilesText], weight: step.statistics.calls, errors: step.statistics.errors,
        calls: step.statistics.calls)
    }
    if drawn.count < steps.count {
      graph.hidden.append(
        "\(counted(steps.count - drawn.count, "step between operations is", "steps between operations are")) not drawn."
      )
    }
    return graph
  }

  /// Steps from operation to operation as a table, by falling number of calls.
  public var stepsTable: Table {
    let order = steps.indices.sorted { (steps[$0].statistics.calls, $1) > (steps[$1].statistics.calls, $0) }
    return Table(
      columns: [Table.Column("From"), Table.Column("To")] + CallStatistics.columns,
      rows: order.map { place in
        let step = steps[place]
        return [
          .code("\(step.from.service) \(step.from.operation)"), .code("\(step.to.service) \(step.to.operation)"),
        ] + step.statistics.cells
      }, rowsAre: "steps")
  }

  /// Ways as a table: hops, traces, share that failed, how long the request took.
  public var pathsTable: Table {
    Table(
      columns: [
        Table.Column("Way", maximumWidth: 160), .figures("Traces"), .figures("Errors"), .figures("p50"),
        .figures("p95"),
        Table.Column("Example"),
      ],
      rows: paths.map { path in
        var way = Text()
        for hop in path.hops {
          if !way.isEmpty { way += " → " }
          way += .code("\(hop.service) \(hop.operation)")
        }
        let isTimed = path.durations.count > 0
        return [
          .text(way), .count(path.traces), .share(path.errors, of: path.traces),
          isTimed ? .duration(nanoseconds: path.durations.percentile(50)) : .none,
          isTimed ? .duration(nanoseconds: path.durations.percentile(95)) : .none,
          path.exemplars.first.map { .text($0.prefixText) } ?? .none,
        ]
      }, rowsAre: "ways")
  }
}

extension CallPathResult.Hop {
  /// `operation:service:operation`, unique: a `:` or `\` of the service is escaped.
  var id: String {
    let service = service.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
      .split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
    return "operation:\(service):\(operation)"
  }
}
