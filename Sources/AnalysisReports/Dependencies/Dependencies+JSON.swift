public import ReportModel
public import TraceAnalysis
import TraceModel

extension DependencyResult {
  /// Writes `tracemill/dependencies/1` as one object: nodes by id, edges by source, target and kind.
  ///
  /// `top` is how many edges to write, those with the most calls beside those that fail; nil for all. The others are counted.
  ///
  /// `since` adds a member "diff": what changed against another dump.
  public func write(to json: inout JSONWriter, top: Int? = nil, since comparison: DependencyComparison? = nil) {
    let shown = largest(top)
    let fans = fans
    json.object { json in
      json.field("schema", "tracemill/dependencies/1")
      json.array("nodes") { json in
        for place in shown.nodes {
          let node = nodes[place]
          json.object { json in
            json.field("id", node.id)
            json.field("type", node.category.name)
            json.field("name", node.name)
            if !node.group.isEmpty { json.field(node.category == .service ? "namespace" : "system", node.group) }
            if node.members > 1 { json.field("members", node.members) }
            json.field("callers", fans[place].callers)
            json.field("callees", fans[place].callees)
            if node.category == .service {
              json.field("requests", node.requests)
              json.field("entries", node.entries)
              node.callsPerRequest.writeCounts("callsPerRequest", to: &json)
            }
          }
        }
      }
      json.array("edges") { json in
        for place in shown.edges { write(edges[place], to: &json) }
      }
      json.field("edgesHidden", edges.count - shown.edges.count)
      json.array("cycles") { json in
        for cycle in cycles {
          json.object { json in
            json.field("through", cycle.throughMessages ? "messages" : "calls")
            json.field("seenIn", cycle.seenInOnePath ? "path" : "aggregate")
            json.field("members", cycle.members.map { nodes[$0].id })
            json.field("witness", cycle.witness.map { nodes[$0].id })
          }
        }
      }
      json.array("singlePoints") { json in
        for point in singlePoints {
          json.object { json in
            json.field("node", nodes[point.node].id)
            json.field("services", point.services)
            json.field("cutsOff", point.examples.map { nodes[$0].id })
          }
        }
      }
      json.object("deepest") { json in
        json.field("services", deepest.services)
        json.field("traceId", deepest.services > 0 ? deepest.traceID.description : nil)
      }
      json.field("polls", polls)
      json.object("unresolved") { json in
        json.field("missingParents", unresolved.missingParents)
        json.field("clientsWithoutPeer", unresolved.clientsWithoutPeer)
        json.field("consumersWithoutSource", unresolved.consumersWithoutSource)
        json.field("producersWithoutTarget", unresolved.producersWithoutTarget)
        json.field("messagesWithoutProducer", unresolved.messagesWithoutProducer)
      }
      if let comparison {
        json.key("diff")
        comparison.write(to: &json, top: top)
      }
    }
  }

  private func write(_ edge: DependencyEdge, to json: inout JSONWriter) {
    json.object { json in
      json.field("source", nodes[edge.source].id)
      json.field("target", nodes[edge.target].id)
      json.field("kind", edge.kind.name)
      edge.traffic.write(to: &json)
    }
  }
}

extension DependencyTraffic {
  /// The figures as fields of the object at hand.
  func write(to json: inout JSONWriter) {
    json.field("calls", calls)
    if attempts > calls { json.field("attempts", attempts) }
    json.field("errors", errors)
    json.field("messages", messages)
    if isSampled { json.field("estimatedCalls", ratio: estimatedMillionths, 1_000_000, places: 1) }
    client.write("clientNs", to: &json)
    server.write("serverNs", to: &json)
    gap.write("gapNs", negative: negativeGaps, to: &json)
    queueWait.write("queueWaitNs", negative: negativeWaits, to: &json)
    perRequest.writeCounts("callsPerRequest", to: &json)
    json.field("confidence", confidence.name)
  }

  /// Whether some call stood for more than itself.
  var isSampled: Bool { estimatedMillionths != calls * 1_000_000 }
}

extension Histogram {
  /// Writes a distribution of counts: requests, and how many calls they make.
  fileprivate func writeCounts(_ name: String, to json: inout JSONWriter) {
    json.object(name) { json in
      json.field("requests", count)
      json.field("p50", count > 0 ? percentile(50) : nil)
      json.field("p95", count > 0 ? percentile(95) : nil)
      json.field("max", count > 0 ? maximum : nil)
      json.field("total", sum)
    }
  }

  fileprivate func write(_ name: String, negative: Int? = nil, to json: inout JSONWriter) {
    json.object(name) { json in
      json.field("p50", count > 0 ? percentile(50) : nil)
      json.field("p95", count > 0 ? percentile(95) : nil)
      json.field("p99", count >= Histogram.fewestForP99 ? percentile(99) : nil)
      json.field("count", count)
      if let negative { json.field("negative", negative) }
    }
  }
}
